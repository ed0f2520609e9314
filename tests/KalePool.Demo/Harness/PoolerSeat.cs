using KalePool.Stellar.Keys;

namespace KalePool.Demo.Harness;

/// <summary>A registered pooler: who it is to the backend, and the account that pays for its works.</summary>
public sealed record PoolerSeat(Guid PoolerId, string ApiKey, KeyPair Keys, int MaxFarmers);
