using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host;

/// <summary>An entry as a call sees it; LiveUntil is null for classic entries.</summary>
public sealed record HostEntry(LedgerEntryData Data, uint? LiveUntil);
