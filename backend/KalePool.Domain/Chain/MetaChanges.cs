using System.Security.Cryptography;
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

    /// <summary>The last ledger in which a contract's entry that was made lives; null where the meta does not tell.</summary>
    public static uint? LiveUntilOf(TransactionMeta meta, LedgerKey entry)
    {
        Opaque hash = SHA256.HashData(entry.ToXdr());
        return Of(meta).OfType<LedgerEntryChange.Created>().Select(c => c.Value.Data).OfType<LedgerEntryData.Ttl>().FirstOrDefault(t => t.Value.KeyHash == hash)?.Value.LiveUntilLedgerSeq;
    }

    /// <summary>What contracts told of, in order; of a transaction that failed nothing.</summary>
    public static IEnumerable<ContractEvent> EventsOf(TransactionMeta meta) => meta switch
    {
        TransactionMeta.V3 { Value: var v3 } => v3.SorobanMeta?.Events ?? [],
        TransactionMeta.V4 { Value: var v4 } => v4.Operations.SelectMany(o => o.Events),
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
