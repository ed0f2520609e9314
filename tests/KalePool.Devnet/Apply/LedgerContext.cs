using KalePool.Devnet.Host;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;

namespace KalePool.Devnet.Apply;

/// <summary>The ledger that something is checked for or applied in.</summary>
/// <param name="Ledger">Its sequence; for the queue the one after the latest.</param>
/// <param name="CloseTime">Unix seconds; for the queue the latest ledger's.</param>
/// <param name="LatestCloseTime">The latest time at which it may close: what ends before is too late.</param>
public sealed record LedgerContext(DevnetSettings Settings, Network Network, NativeContracts Contracts, uint Ledger, ulong CloseTime, ulong LatestCloseTime)
{
    /// <summary>The queue refuses what would be too late by twice the time that ledgers take.</summary>
    public static LedgerContext ForQueue(IChainNode node, LedgerState state)
    {
        var ledgerSeconds = (ulong)Math.Max(1, (node.Settings.LedgerMs ?? 1_000) / 1_000);
        return new LedgerContext(node.Settings, node.Network, node.Contracts, state.Sequence + 1, state.CloseTime, Math.Max(node.Now(), state.CloseTime) + 2 * ledgerSeconds);
    }
}
