using KalePool.Stellar.Keys;

namespace KalePool.Backend.Chain;

/// <param name="KaleContractId">C….</param>
/// <param name="RouterContractId">C…; null where none is used.</param>
public sealed record FarmWatchOptions(Network Network, string KaleContractId, int BlockIntervalSeconds, string? RouterContractId = null);
