namespace KalePool.Domain.Blocks;

/// <summary>A message for one block of one pooler; the key drives sharding and serialization.</summary>
public interface IBlockMessage
{
    BlockKey Block { get; }
}

/// <summary>A command whose answer may wait until what it asks for is final, at most <paramref name="WaitMilliseconds"/>; then the present state is the answer.</summary>
public abstract record BlockCommand(BlockKey Block, int WaitMilliseconds) : IBlockMessage;

/// <summary>Plants for the pooler's active farmers, up to <paramref name="Capacity"/>; a repeat starts nothing anew.</summary>
/// <param name="Known">Decided plants that the asker knows of: it is answered as soon as there are more; null: when all are decided.</param>
public sealed record RequestPlants(BlockKey Block, int Capacity, int WaitMilliseconds, int? Known = null) : BlockCommand(Block, WaitMilliseconds);

/// <summary>The pooler's own account of its works.</summary>
public sealed record ReportWorks(BlockKey Block, IReadOnlyList<ReportedWork> Works, int WaitMilliseconds) : BlockCommand(Block, WaitMilliseconds);

/// <summary>Works that the backend is to submit, at most <see cref="BlockWorks.MostTogether"/>, each farmer once; answered when what is taken is in the journal.</summary>
public sealed record SubmitWorks(BlockKey Block, IReadOnlyList<HandedWork> Works) : IBlockMessage;

/// <param name="Accepted">Whose works the backend lands.</param>
public sealed record WorksAnswered(BlockKey Block, IReadOnlyList<Guid> Accepted, IReadOnlyList<RefusedWork> Refused) : IBlockMessage;

public sealed record RefusedWork(Guid FarmerId, Failure Failure);

/// <summary>Harvests the named farmers, all of them where none is named.</summary>
public sealed record RequestHarvests(BlockKey Block, IReadOnlyList<Guid> FarmerIds, int WaitMilliseconds) : BlockCommand(Block, WaitMilliseconds);

/// <summary>Goes on with what is open after a restart; needs no answer.</summary>
public sealed record WakeBlock(BlockKey Block) : IBlockMessage;

public sealed record GetBlock(BlockKey Block) : IBlockMessage;

/// <param name="Hash">Hex, 64 characters; with a success.</param>
/// <param name="Error">An error code; with a failure.</param>
public sealed record ReportedWork(Guid FarmerId, bool Success, ulong? Nonce, string? Hash, uint? Zeros, uint? Gap, string? TransactionHash, string? Error);

/// <summary>A farmer of the roster.</summary>
public sealed record RosterEntry(Guid FarmerId, string CustodialWallet);

/// <summary>The block as it stands; an unknown one has no farmers and <see cref="BlockStatus.Unknown"/>.</summary>
/// <param name="Node">The node that it lives on.</param>
public sealed record BlockStanding(
    BlockKey Block, BlockStatus Status, DateTimeOffset OpenedAt, IReadOnlyList<BlockFarmer> Farmers, IReadOnlyList<Guid> LeftOut, string? Node = null) : IBlockMessage;

public sealed record BlockRefused(BlockKey Block, Failure Failure) : IBlockMessage;
