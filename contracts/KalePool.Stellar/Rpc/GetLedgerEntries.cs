namespace KalePool.Stellar.Rpc;

/// <param name="Keys">LedgerKeys; TTL keys are refused by servers, an entry's own answer has its time to live.</param>
public sealed record GetLedgerEntriesRequest(IReadOnlyList<string> Keys);

/// <param name="LatestLedger">The ledger all entries were read at; of more than one page, the oldest page's.</param>
/// <param name="Entries">In the order of the keys; keys without an entry are left out.</param>
public sealed record GetLedgerEntriesResponse(uint LatestLedger, IReadOnlyList<LedgerEntryResult>? Entries = null)
{
    public IReadOnlyList<LedgerEntryResult> Entries { get; } = RpcLists.Whole(Entries, "entries");
}

/// <param name="Key">LedgerKey.</param>
/// <param name="Xdr">LedgerEntryData.</param>
/// <param name="LiveUntilLedgerSeq">The last ledger a contract's entry lives in; 0 for an archived one; absent for classic entries.</param>
/// <param name="ExtXdr">LedgerEntryExt: the sponsor.</param>
public sealed record LedgerEntryResult(string Key, string Xdr, uint LastModifiedLedgerSeq, uint? LiveUntilLedgerSeq = null, string? ExtXdr = null);
