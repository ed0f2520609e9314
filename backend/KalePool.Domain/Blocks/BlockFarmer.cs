using KalePool.Contracts.Errors;

namespace KalePool.Domain.Blocks;

/// <summary>One farmer of a block's roster. Amounts in stroops of KALE.</summary>
public sealed record BlockFarmer(Guid FarmerId, string CustodialWallet)
{
    public StepState Plant { get; init; } = StepState.Pending;

    public long StakeStroops { get; init; }

    public string? PlantHash { get; init; }

    /// <summary>When the pooler could hear of the plant, there was no time left to work it: what becomes of the pail is not his failure.</summary>
    public bool ToldTooLate { get; init; }

    public StepState Work { get; init; }

    public uint Zeros { get; init; }

    public uint Gap { get; init; }

    public StepState Harvest { get; init; }

    public long RewardStroops { get; init; }

    public string? HarvestHash { get; init; }

    /// <summary>The shared account that was asked to harvest him; null where none was.</summary>
    public string? HarvestedBy { get; init; }

    /// <summary>Of the first step that failed.</summary>
    public Failure? Failure { get; init; }

    public bool IsClosed => Plant == StepState.Failed || Work == StepState.Failed || Harvest is StepState.Success or StepState.Failed;

    /// <summary>Others may owe him for the block: he knows himself whether they do. A pail without zeros may be a rescue's.</summary>
    public bool MayBeOwed => Failure is { AttributedTo: Attribution.Pooler or Attribution.Backend } || this is { Work: StepState.Success, Zeros: 0, Harvest: StepState.Success };

    /// <summary>Planted and worked, and not harvested yet.</summary>
    public bool IsHarvestable => Plant == StepState.Success && Work == StepState.Success && Harvest is StepState.None or StepState.Pending && !IsClosed;
}
