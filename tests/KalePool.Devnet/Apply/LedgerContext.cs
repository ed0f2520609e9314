using KalePool.Devnet.Host;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;

namespace KalePool.Devnet.Apply;

/// <summary>The ledger that something is checked for or applied in.</summary>
/// <param name="Ledger">Its sequence; for the queue the one after the latest.</param>
/// <param name="CloseTime">Unix seconds; for the queue the latest ledger's.</param>
/// <param name="LatestCloseTime">The latest time at which it may close: what ends before is too late.</param>
public sealed record LedgerContext(DevnetSettings Settings, Network Network, NativeContracts Contracts, uint Ledger, ulong CloseTime, ulong LatestCloseTime);
