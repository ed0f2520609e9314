namespace KalePool.Contracts.Admin;

/// <param name="PublicKey">G… strkey of the account that pays for works and receives the share.</param>
/// <param name="RewardShare">0 to 1, at most four digits after the point.</param>
public sealed record CreatePoolerRequest(string Name, string PublicKey, decimal RewardShare, int MaxFarmers);

/// <param name="ApiKey">Shown this once.</param>
public sealed record CreatePoolerResponse(Guid PoolerId, string ApiKey)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{nameof(CreatePoolerResponse)} {PoolerId:D}";
}

/// <param name="ApiKey">Shown this once; the one before it opens nothing any more.</param>
public sealed record RotateKeyResponse(Guid PoolerId, string ApiKey)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{nameof(RotateKeyResponse)} {PoolerId:D}";
}

/// <param name="IsActive">False: nothing new begins for him, what is planted is worked and harvested.</param>
public sealed record PoolerView(
    Guid PoolerId,
    string Name,
    string PublicKey,
    decimal RewardShare,
    int MaxFarmers,
    int CurrentFarmers,
    bool IsActive,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastSeen = null);

/// <param name="Poolers">Newest first.</param>
/// <param name="AsOf">Everything that happened before is in it.</param>
/// <param name="NextCursor">Where the next page begins; null on the last one.</param>
public sealed record PoolerList(IReadOnlyList<PoolerView> Poolers, DateTimeOffset AsOf, string? NextCursor = null);
