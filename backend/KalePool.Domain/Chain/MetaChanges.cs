using KalePool.Stellar.Xdr;

namespace KalePool.Domain.Chain;

/// <summary>What a transaction did, read from its meta (V3 before protocol 23, V4 since).</summary>
public static class MetaChanges
{
    /// <summary>The changes of all operations, in order.</summary>
    public static IEnumerable<LedgerEntryChange> Of(TransactionMeta meta) => meta switch
    {
        TransactionMeta.V3 { Value: var v3 } => v3.Operations.SelectMany(o => o.Changes),
        TransactionMeta.V4 { Value: var v4 } => v4.Operations.SelectMany(o => o.Changes),
        _ => [],
    };

    /// <summary>What the invoked function returned; null where nothing was invoked.</summary>
    public static SCVal? ReturnValueOf(TransactionMeta meta) => meta switch
    {
        TransactionMeta.V3 { Value: var v3 } => v3.SorobanMeta?.ReturnValue,
        TransactionMeta.V4 { Value: var v4 } => v4.SorobanMeta?.ReturnValue,
        _ => null,
    };
}
