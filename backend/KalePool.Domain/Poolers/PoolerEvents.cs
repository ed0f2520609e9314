namespace KalePool.Domain.Poolers;

/// <summary>A fact about one pooler.</summary>
public abstract record PoolerEvent(Guid PoolerId, DateTimeOffset At) : IEvent;

public sealed record PoolerCreated(Guid PoolerId, string Name, string PublicKey, string ApiKeyHash, decimal RewardShare, int MaxFarmers, DateTimeOffset At)
    : PoolerEvent(PoolerId, At);

/// <param name="ApiKeyHash">Of the new key; the one before it opens nothing any more.</param>
public sealed record PoolerKeyRotated(Guid PoolerId, string ApiKeyHash, DateTimeOffset At) : PoolerEvent(PoolerId, At);

/// <summary>No new block and no new farmer for him; what is planted is worked and harvested.</summary>
public sealed record PoolerDeactivated(Guid PoolerId, DateTimeOffset At) : PoolerEvent(PoolerId, At);

public sealed record PoolerReactivated(Guid PoolerId, DateTimeOffset At) : PoolerEvent(PoolerId, At);

public sealed record FarmerJoined(Guid PoolerId, Guid FarmerId, string CustodialWallet, DateTimeOffset At) : PoolerEvent(PoolerId, At);

/// <summary>He is planted for no more; his wallet stays known to the blocks that are open.</summary>
public sealed record FarmerLeft(Guid PoolerId, Guid FarmerId, DateTimeOffset At) : PoolerEvent(PoolerId, At);

/// <param name="FarmerIds">The roster in the order of planting.</param>
/// <param name="LeftOut">Beyond the stated capacity; they come first in the next block.</param>
public sealed record PoolerBlockOpened(Guid PoolerId, uint Index, IReadOnlyList<Guid> FarmerIds, IReadOnlyList<Guid> LeftOut, DateTimeOffset At) : PoolerEvent(PoolerId, At);

public sealed record PoolerBlockClosed(Guid PoolerId, uint Index, DateTimeOffset At) : PoolerEvent(PoolerId, At);
