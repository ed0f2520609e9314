namespace KalePool.Domain.Farmers;

/// <summary>What a farmer is owed for a block that others have spoiled, and how far it is settled. Amounts in stroops of KALE.</summary>
/// <param name="Type"><see cref="PlantFailure"/> or <see cref="WorkFailure"/>.</param>
/// <param name="OwedBy">An <see cref="Contracts.Errors.Attribution"/>: backend or pooler.</param>
/// <param name="NettedStroops">Of it the pooler's share that was owed when it was decided: it stays the farmer's.</param>
/// <param name="NettedAtExitStroops">The same of what was still owed when he left.</param>
/// <param name="PaidHash">Of the transaction that paid the rest.</param>
public sealed record Compensation(uint Block, string Type, string OwedBy, long AmountStroops, long NettedStroops, long NettedAtExitStroops = 0, string? PaidHash = null)
{
    public const string PlantFailure = "plant_failure";
    public const string WorkFailure = "work_failure";

    /// <summary>What is still to be paid.</summary>
    public long OpenStroops => PaidHash is null ? AmountStroops - NettedStroops - NettedAtExitStroops : 0;
}
