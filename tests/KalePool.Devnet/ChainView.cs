using KalePool.Devnet.Ledger;

namespace KalePool.Devnet;

/// <summary>The chain at one moment: its latest state and its history, which belong together. Immutable.</summary>
public sealed record ChainView(LedgerState State, History History);
