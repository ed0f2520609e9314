using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>A higher bid around a signed transaction that stays as it is.</summary>
public static class FeeBumps
{
    /// <param name="inner">Signed; of a fee bump its inner transaction is bumped again.</param>
    /// <param name="bid">Stroops an operation, the bump itself counting as one; the resource fee comes on top.</param>
    /// <exception cref="ArgumentException">Below the inner transaction's own bid, which validators refuse.</exception>
    public static FeeBumpTransaction Of(TransactionEnvelope inner, MuxedAccount feeSource, long bid)
    {
        var envelope = inner switch
        {
            TransactionEnvelope.Tx tx => tx.Value,
            TransactionEnvelope.TxFeeBump bump => ((FeeBumpTransactionInnerTx.EnvelopeTypeTx)bump.Value.Tx.InnerTx).Value,
            _ => throw new ArgumentException("the old form of envelopes cannot be bumped", nameof(inner)),
        };
        var operations = envelope.Tx.Operations.Count;
        var resourceFee = ResourceFee(envelope.Tx);
        var innerBid = envelope.Tx.Fee - resourceFee;
        // Compared as rates, without division: the inner fee may be no multiple of its operations.
        if (bid < TransactionFactory.BaseFee || (Int128)bid * operations < innerBid)
            throw new ArgumentException($"{bid} stroops an operation are less than the inner bid or the base fee", nameof(bid));
        return new FeeBumpTransaction(feeSource, checked(bid * (operations + 1) + resourceFee), new FeeBumpTransactionInnerTx.EnvelopeTypeTx(envelope));
    }

    /// <summary>The transaction that a fee bump wraps, as it could be sent by itself; null for what is no fee bump.</summary>
    public static TransactionEnvelope? InnerOf(TransactionEnvelope envelope) =>
        envelope is TransactionEnvelope.TxFeeBump { Value.Tx.InnerTx: FeeBumpTransactionInnerTx.EnvelopeTypeTx { Value: var inner } } ? new TransactionEnvelope.Tx(inner) : null;

    /// <summary>Stroops; 0 for a transaction without contract operations.</summary>
    public static long ResourceFee(Transaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return transaction.Ext is TransactionExt.V1 v1 ? v1.Value.ResourceFee : 0;
    }
}
