using KalePool.Devnet.Apply;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Storage;

/// <summary>Ledgers made again from their close meta, in which everything stands that history answers.</summary>
static class ClosedLedgers
{
    /// <exception cref="InvalidDataException">The meta does not hold together.</exception>
    public static ClosedLedger FromMeta(LedgerCloseMeta meta, Network network)
    {
        if (meta is not LedgerCloseMeta.V2 { Value: var closed }) throw new InvalidDataException("close meta of another version");
        var header = closed.LedgerHeader.Header;
        var frames = Envelopes(closed.TxSet).Select(envelope => TransactionFrame.Of(envelope, network)).ToDictionary(frame => frame.Hash);
        var transactions = closed.TxProcessing.Select((processed, i) =>
            frames.TryGetValue(processed.Result.TransactionHash, out var frame)
                ? Applied(frame, processed, header, i + 1)
                : throw new InvalidDataException($"transaction {processed.Result.TransactionHash} is not in its set")).ToList();
        return new ClosedLedger(header, closed.LedgerHeader.Hash, closed.TxSet, transactions, closed.EvictedKeys);
    }

    static AppliedTransaction Applied(TransactionFrame frame, TransactionResultMetaV1 processed, LedgerHeader header, int order) => new(
        frame.Hash, frame.Bump is null ? (Opaque?)null : frame.InnerHash, header.LedgerSeq, header.ScpValue.CloseTime, order, frame.IsSoroban,
        frame.Envelope, processed.Result.Result,
        processed.TxApplyProcessing is TransactionMeta.V4 v4 ? v4.Value : throw new InvalidDataException("transaction meta of another version"),
        processed.FeeProcessing, processed.PostTxApplyFeeProcessing);

    static IEnumerable<TransactionEnvelope> Envelopes(GeneralizedTransactionSet set) => ((GeneralizedTransactionSet.V1)set).Value.Phases.SelectMany(phase => phase switch
    {
        TransactionPhase.V0 classic => classic.Value.SelectMany(component => ((TxSetComponent.TxsetCompTxsMaybeDiscountedFee)component).Value.Txs),
        TransactionPhase.V1 soroban => soroban.Value.ExecutionStages.SelectMany(stage => stage).SelectMany(cluster => cluster),
        _ => throw new InvalidDataException($"a phase of kind {phase.GetType().Name}"),
    });
}
