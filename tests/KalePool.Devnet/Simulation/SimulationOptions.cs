namespace KalePool.Devnet.Simulation;

public enum AuthMode
{
    /// <summary>Record where the transaction brings no authorization, else enforce.</summary>
    Default,
    Enforce,
    Record,
    RecordAllowNonRoot,
}

/// <param name="InstructionLeeway">Instructions to add at least.</param>
/// <param name="UpgradedAuth">Record ADDRESS_V2 credentials instead of ADDRESS.</param>
public sealed record SimulationOptions(long InstructionLeeway, AuthMode Mode, bool UpgradedAuth)
{
    public const long DefaultLeeway = 50_000;

    public static readonly SimulationOptions Default = new(DefaultLeeway, AuthMode.Default, false);
}
