using KalePool.Devnet.Apply;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Queue;

/// <summary>The rest of the network, which makes the ledgers: what it has not heard of, what it brings itself, how its clocks go. A devnet alone has none.</summary>
interface IPeers
{
    /// <summary>Seconds by which the clocks that set close times are off.</summary>
    int ClockSeconds { get; }

    /// <summary>The least life of temporary entries that the network has voted for; null: the settings'.</summary>
    uint? MinTemporaryTtl { get; }

    /// <summary>Whether what waits here has reached those who make the next ledger.</summary>
    bool Knows(TransactionFrame waiting);

    /// <summary>What waits elsewhere. What cannot be valid in the next ledger is passed over.</summary>
    IReadOnlyList<TransactionEnvelope> Bring(LedgerState last, ulong closeTime);

    /// <summary>A ledger has closed.</summary>
    void AfterLedger(ChainView view);
}
