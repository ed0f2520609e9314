namespace KalePool.Stellar.Rpc;

/// <param name="Id">The ledger's hash, hex.</param>
/// <param name="CloseTime">Unix seconds; absent before 25.</param>
/// <param name="HeaderXdr">LedgerHeader; a server may send a LedgerHeaderHistoryEntry.</param>
/// <param name="MetadataXdr">LedgerCloseMeta.</param>
public sealed record GetLatestLedgerResponse(
    string Id,
    uint ProtocolVersion,
    uint Sequence,
    long? CloseTime = null,
    string? HeaderXdr = null,
    string? MetadataXdr = null);
