using KalePool.Domain.Blocks;

namespace KalePool.Domain.Poolers;

/// <summary>A message for one pooler; the id drives sharding and serialization.</summary>
public interface IPoolerMessage
{
    Guid PoolerId { get; }
}

public abstract record PoolerCommand(Guid PoolerId) : IPoolerMessage;

/// <param name="ApiKeyHash">Hex SHA-256 of the API key.</param>
public sealed record CreatePooler(Guid PoolerId, string Name, string PublicKey, string ApiKeyHash, decimal RewardShare, int MaxFarmers) : PoolerCommand(PoolerId);

/// <summary>A new key takes the place of the present one at once.</summary>
public sealed record RotateKey(Guid PoolerId, string ApiKeyHash) : PoolerCommand(PoolerId);

/// <summary>Whether he may open blocks and take farmers; a repeat changes nothing.</summary>
public sealed record SetActive(Guid PoolerId, bool IsActive) : PoolerCommand(PoolerId);

/// <summary>An active farmer takes his seat; a repeat changes nothing.</summary>
public sealed record TakeSeat(Guid PoolerId, Guid FarmerId, string CustodialWallet) : PoolerCommand(PoolerId);

/// <summary>A leaving farmer gives his seat back; a repeat changes nothing.</summary>
public sealed record LeaveSeat(Guid PoolerId, Guid FarmerId) : PoolerCommand(PoolerId);

/// <summary>Asks for the roster of a block. The first answer stands.</summary>
public sealed record OpenBlock(Guid PoolerId, uint Index, int Capacity) : PoolerCommand(PoolerId);

public sealed record CloseBlock(Guid PoolerId, uint Index) : PoolerCommand(PoolerId);

public sealed record Beat(Guid PoolerId) : IPoolerMessage;

public sealed record GetPooler(Guid PoolerId) : IPoolerMessage;

/// <param name="OpenBlocks">Oldest first.</param>
/// <param name="RecentBlocks">Open and closed, oldest first.</param>
public sealed record PoolerStanding(
    Guid PoolerId,
    bool Exists,
    bool IsActive,
    string Name,
    string PublicKey,
    string ApiKeyHash,
    decimal RewardShare,
    int MaxFarmers,
    int CurrentFarmers,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastSeen,
    IReadOnlyList<uint> OpenBlocks,
    IReadOnlyList<uint> RecentBlocks) : IPoolerMessage;

/// <param name="RewardShare">Of rewards, for the pooler.</param>
/// <param name="PublicKey">Where it goes.</param>
public sealed record SeatTaken(Guid PoolerId, Guid FarmerId, decimal RewardShare, string PublicKey) : IPoolerMessage;

public sealed record SeatLeft(Guid PoolerId, Guid FarmerId) : IPoolerMessage;

public sealed record BlockRoster(Guid PoolerId, uint Index, IReadOnlyList<RosterEntry> Farmers, IReadOnlyList<Guid> LeftOut) : IPoolerMessage;

public sealed record PoolerRefused(Guid PoolerId, Failure Failure) : IPoolerMessage;
