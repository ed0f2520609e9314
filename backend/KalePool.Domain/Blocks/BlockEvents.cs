namespace KalePool.Domain.Blocks;

/// <summary>A fact about one block of one pooler. Rows of several farmers come in one event, whatever arrived together.</summary>
public abstract record BlockEvent(Guid PoolerId, uint Index, DateTimeOffset At) : IEvent;

/// <param name="LeftOut">Active farmers beyond the capacity the pooler stated.</param>
/// <param name="InBatches">Its harvests are the shared accounts' to send; only whom they give back harvests from his wallet.</param>
public sealed record BlockOpened(Guid PoolerId, uint Index, IReadOnlyList<RosterEntry> Farmers, IReadOnlyList<Guid> LeftOut, DateTimeOffset At, bool InBatches = false)
    : BlockEvent(PoolerId, Index, At);

/// <summary>The block on the chain: its frozen ranges and entropy (hex).</summary>
public sealed record BlockSeen(Guid PoolerId, uint Index, long Timestamp, string Entropy, uint MaxGap, long MaxStake, uint MaxZeros, DateTimeOffset At)
    : BlockEvent(PoolerId, Index, At);

/// <param name="ToldTooLate">When the pooler could hear of the plant, there was no time left to work it.</param>
public sealed record PlantRow(Guid FarmerId, long StakeStroops, string? TransactionHash, Failure? Failure, bool ToldTooLate = false);

public sealed record PlantsRecorded(Guid PoolerId, uint Index, IReadOnlyList<PlantRow> Rows, DateTimeOffset At) : BlockEvent(PoolerId, Index, At);

public sealed record WorksReported(Guid PoolerId, uint Index, IReadOnlyList<ReportedWork> Rows, DateTimeOffset At) : BlockEvent(PoolerId, Index, At);

/// <summary>Handed over by the pooler and checked: the backend lands them, whatever happens from now on. Of a farmer only better ones follow.</summary>
public sealed record WorksTaken(Guid PoolerId, uint Index, IReadOnlyList<HandedWork> Rows, DateTimeOffset At) : BlockEvent(PoolerId, Index, At);

/// <param name="Failure">Set when the block closed with the pail unworked.</param>
public sealed record WorkRow(Guid FarmerId, uint Zeros, uint Gap, Failure? Failure);

/// <summary>Pails as the chain shows them.</summary>
public sealed record WorksRecorded(Guid PoolerId, uint Index, IReadOnlyList<WorkRow> Rows, DateTimeOffset At) : BlockEvent(PoolerId, Index, At);

/// <param name="AccountId">Of the account that harvests them, or gives them back.</param>
public sealed record AssignedPart(string AccountId, IReadOnlyList<Guid> FarmerIds);

/// <summary>Persisted before the accounts are asked: after a restart the same ones are asked again, whatever the settings are then.</summary>
public sealed record HarvestsAssigned(Guid PoolerId, uint Index, IReadOnlyList<AssignedPart> Parts, DateTimeOffset At) : BlockEvent(PoolerId, Index, At);

public sealed record HarvestRow(Guid FarmerId, long RewardStroops, string? TransactionHash, Failure? Failure);

public sealed record HarvestsRecorded(Guid PoolerId, uint Index, IReadOnlyList<HarvestRow> Rows, DateTimeOffset At) : BlockEvent(PoolerId, Index, At);

public sealed record BlockCompleted(Guid PoolerId, uint Index, DateTimeOffset At) : BlockEvent(PoolerId, Index, At);
