using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>What stands in an envelope of any kind.</summary>
public static class Envelopes
{
    /// <summary>The transaction itself, within a fee bump or alone.</summary>
    public static Transaction Inner(TransactionEnvelope envelope) => envelope switch
    {
        TransactionEnvelope.Tx { Value.Tx: var alone } => alone,
        TransactionEnvelope.TxV0 { Value.Tx: var old } => TransactionHash.FromV0(old),
        TransactionEnvelope.TxFeeBump { Value.Tx.InnerTx: FeeBumpTransactionInnerTx.EnvelopeTypeTx { Value.Tx: var bumped } } => bumped,
        _ => throw new ArgumentException("not a known kind of envelope", nameof(envelope)),
    };

    /// <summary>Who pays its fee.</summary>
    public static MuxedAccount FeeSource(TransactionEnvelope envelope) => envelope is TransactionEnvelope.TxFeeBump { Value.Tx.FeeSource: var payer } ? payer : Inner(envelope).SourceAccount;
}
