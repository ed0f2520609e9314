using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Xdr;

/// <summary>Decoding and encoding again, by the names that the vectors use.</summary>
static class XdrTypes
{
    static readonly Dictionary<string, Func<byte[], byte[]>> Codecs = new()
    {
        ["ScVal"] = Again<SCVal>,
        ["Asset"] = Again<Asset>,
        ["ContractEvent"] = Again<ContractEvent>,
        ["DiagnosticEvent"] = Again<DiagnosticEvent>,
        ["HashIdPreimage"] = Again<HashIDPreimage>,
        ["InvokeHostFunctionSuccessPreImage"] = Again<InvokeHostFunctionSuccessPreImage>,
        ["LedgerCloseMeta"] = Again<LedgerCloseMeta>,
        ["LedgerEntry"] = Again<LedgerEntry>,
        ["LedgerEntryData"] = Again<LedgerEntryData>,
        ["LedgerEntryExt"] = Again<LedgerEntryExt>,
        ["LedgerHeader"] = Again<LedgerHeader>,
        ["LedgerHeaderHistoryEntry"] = Again<LedgerHeaderHistoryEntry>,
        ["LedgerKey"] = Again<LedgerKey>,
        ["SorobanAuthorizationEntry"] = Again<SorobanAuthorizationEntry>,
        ["SorobanAuthorizedInvocation"] = Again<SorobanAuthorizedInvocation>,
        ["SorobanTransactionData"] = Again<SorobanTransactionData>,
        ["Transaction"] = Again<Transaction>,
        ["TransactionEnvelope"] = Again<TransactionEnvelope>,
        ["TransactionEvent"] = Again<TransactionEvent>,
        ["TransactionMeta"] = Again<TransactionMeta>,
        ["TransactionResult"] = Again<TransactionResult>,
        ["DecoratedSignature"] = Again<DecoratedSignature>,
    };

    /// <exception cref="XdrException">The bytes are no such value.</exception>
    public static byte[] Again(string type, byte[] xdr) => Codecs[type](xdr);

    static byte[] Again<T>(byte[] xdr) where T : IXdr<T>
    {
        var value = XdrCodec.Decode<T>(xdr);
        var again = value.ToXdr();
        // Value equality holds through the wire.
        Assert.Equal(value, XdrCodec.Decode<T>(again));
        Assert.Equal(value.GetHashCode(), XdrCodec.Decode<T>(again).GetHashCode());
        return again;
    }
}
