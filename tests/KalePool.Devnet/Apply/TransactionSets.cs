using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

/// <summary>The transaction set as the ledger's meta carries it: classic transactions in one phase, contract transactions in the other.</summary>
static class TransactionSets
{
    public static GeneralizedTransactionSet Of(Opaque previousLedger, IEnumerable<IncludedTransaction> transactions, long baseFee)
    {
        var byPhase = transactions.ToLookup(included => included.Frame.IsSoroban, included => included.Frame);
        var classic = Sorted(byPhase[false]);
        var soroban = Sorted(byPhase[true]);
        TransactionPhase first = new TransactionPhase.V0(classic.Count == 0
            ? []
            : [new TxSetComponent.TxsetCompTxsMaybeDiscountedFee(new TxSetComponentTxsMaybeDiscountedFee(baseFee, classic))]);
        TransactionPhase second = new TransactionPhase.V1(new ParallelTxsComponent(baseFee, soroban.Count == 0 ? [] : [[soroban]]));
        return new GeneralizedTransactionSet.V1(new TransactionSetV1(previousLedger, [first, second]));
    }

    static XdrArray<TransactionEnvelope> Sorted(IEnumerable<TransactionFrame> frames) => frames.OrderBy(frame => frame.Hash).Select(frame => frame.Envelope).ToXdrArray();
}
