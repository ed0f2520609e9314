using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Costs;

/// <summary>The transactions of a run of ledgers, by what they did.</summary>
static class Transactions
{
    const int Page = 200;

    /// <param name="after">The ledger before the first.</param>
    public static async Task<IReadOnlyList<TransactionCost>> ReadAsync(IStellarRpc rpc, uint after, uint last, CancellationToken stop)
    {
        var costs = new List<TransactionCost>();
        string? cursor = null;
        while (true)
        {
            var page = await rpc.GetTransactionsAsync(cursor is null ? new GetTransactionsRequest(after + 1, new Pagination(Limit: Page)) : new GetTransactionsRequest(null, new Pagination(cursor, Page)), stop);
            costs.AddRange(page.Transactions.Where(info => info.Ledger <= last).Select(Cost));
            if (page.Transactions.Count < Page || page.Transactions[^1].Ledger > last) return costs;
            cursor = page.Cursor;
        }
    }

    static TransactionCost Cost(TransactionInfo info)
    {
        var fee = info.DecodeResult().FeeCharged;
        var resources = info.DecodeMeta() is TransactionMeta.V4 { Value.SorobanMeta.Ext: SorobanTransactionMetaExt.V1 charged }
            ? charged.Value.TotalNonRefundableResourceFeeCharged + charged.Value.TotalRefundableResourceFeeCharged
            : 0;
        return new TransactionCost(KindOf(info.DecodeEnvelope()), fee - resources, resources, info.Status == TransactionStatus.Success, info.EnvelopeXdr.Length * 3L / 4);
    }

    static string KindOf(TransactionEnvelope envelope)
    {
        var tx = envelope switch
        {
            TransactionEnvelope.Tx plain => plain.Value.Tx,
            TransactionEnvelope.TxFeeBump { Value.Tx.InnerTx: FeeBumpTransactionInnerTx.EnvelopeTypeTx inner } => inner.Value.Tx,
            _ => null,
        };
        return tx?.Operations is not { Count: > 0 } operations ? "other" : operations[0].Body switch
        {
            OperationBody.InvokeHostFunction { Value.HostFunction: HostFunction.InvokeContract call } => call.Value.FunctionName.ToString(),
            var body => body.GetType().Name,
        };
    }
}

/// <param name="Kind">The contract's function, or the operation.</param>
/// <param name="Inclusion">Stroops for being in.</param>
/// <param name="Resources">Stroops for everything else, what came back taken off.</param>
/// <param name="Bytes">Of its envelope.</param>
sealed record TransactionCost(string Kind, long Inclusion, long Resources, bool Succeeded, long Bytes);
