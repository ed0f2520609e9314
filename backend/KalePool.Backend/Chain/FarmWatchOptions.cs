using KalePool.Stellar.Keys;

namespace KalePool.Backend.Chain;

/// <param name="KaleContractId">C….</param>
public sealed record FarmWatchOptions(Network Network, string KaleContractId, int BlockIntervalSeconds);
