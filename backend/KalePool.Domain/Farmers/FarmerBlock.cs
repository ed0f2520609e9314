using KalePool.Contracts.Errors;

namespace KalePool.Domain.Farmers;

/// <summary>One farmer in one block. Amounts in stroops of KALE.</summary>
public sealed record FarmerBlock(uint Index)
{
    public StepState Plant { get; init; }

    public long StakeStroops { get; init; }

    public string? PlantHash { get; init; }

    /// <summary>In which it was planted; 0 until then.</summary>
    public uint PlantLedger { get; init; }

    /// <summary>The last ledger that the pail lives in unless it is extended; 0 where that is not known.</summary>
    public uint LiveUntil { get; init; }

    /// <summary>In which its life was last extended; 0 where it was not.</summary>
    public uint ExtendedLedger { get; init; }

    /// <summary>The pooler's part of the reward, fixed when planted.</summary>
    public decimal ShareRate { get; init; }

    public Failure? PlantFailure { get; init; }

    public StepState Work { get; init; }

    /// <summary>Whose work the pail shows; null while it shows none.</summary>
    public string? WorkSource { get; init; }

    public Failure? WorkFailure { get; init; }

    public uint Zeros { get; init; }

    public uint Gap { get; init; }

    /// <summary>Of the pail that a rescue left; null where none landed.</summary>
    public uint? RescueGap { get; init; }

    /// <summary>Of the best work of his pooler's that the backend has landed; null where it landed none.</summary>
    public uint? LandedZeros { get; init; }

    /// <summary>The backend had taken a better work from the pooler than the pail shows.</summary>
    public bool IsWorkOwed { get; init; }

    public StepState Harvest { get; init; }

    public long RewardStroops { get; init; }

    public string? HarvestHash { get; init; }

    public Failure? HarvestFailure { get; init; }

    /// <summary>No harvest of it is known, nor that there cannot be one.</summary>
    public bool MayHaveBeenHarvested => Harvest == StepState.None || HarvestFailure is { Code: ErrorCode.UnknownOutcome };

    /// <summary>What others owe for it has been decided, be it nothing.</summary>
    public bool IsCompensationDecided { get; init; }

    /// <summary>No block of the pooler's has the pail: resolved after that was over, found on the chain, or planted to open the block. The farmer looks after it himself.</summary>
    public bool IsOnItsOwn { get; init; }

    /// <summary>Planted with nothing, only so that the block before can be harvested: nobody is asked to work it, and nothing is lost with it.</summary>
    public bool IsOpener { get; init; }

    /// <summary>The pooler was never told of the pail, or too late to work it: nothing of it is his failure.</summary>
    public bool PoolerIsFree { get; init; }

    /// <summary>Nothing more can happen: not planted, stake lost, or harvested.</summary>
    public bool IsClosed => Plant == StepState.Failed || Work == StepState.Failed || Harvest is StepState.Success or StepState.Failed;
}
