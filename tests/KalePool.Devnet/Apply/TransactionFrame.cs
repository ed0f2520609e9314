using System.Security.Cryptography;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

/// <summary>An envelope with everything that follows from it and the network alone: hashes, who pays, what is bid.</summary>
public sealed class TransactionFrame
{
    TransactionFrame(TransactionEnvelope envelope, TransactionV1Envelope inner, FeeBumpTransactionEnvelope? bump, Network network)
    {
        Envelope = envelope;
        Inner = inner;
        Bump = bump;
        InnerHash = Hashed(network, new TransactionSignaturePayloadTaggedTransaction.Tx(inner.Tx));
        Hash = bump is null ? InnerHash : Hashed(network, new TransactionSignaturePayloadTaggedTransaction.TxFeeBump(bump.Tx));
        Size = ((TransactionEnvelope)new TransactionEnvelope.Tx(inner)).ToXdr().Length;
        Source = inner.Tx.SourceAccount.AccountId();
        FeeSource = bump is null ? Source : bump.Tx.FeeSource.AccountId();
        Soroban = (inner.Tx.Ext as TransactionExt.V1)?.Value;
        IsSoroban = inner.Tx.Operations.Any(IsSorobanOperation);
    }

    public TransactionEnvelope Envelope { get; }

    public TransactionV1Envelope Inner { get; }

    public Transaction Tx => Inner.Tx;

    public FeeBumpTransactionEnvelope? Bump { get; }

    /// <summary>What the queue and RPC know the transaction by: of a fee bump the outer hash.</summary>
    public Opaque Hash { get; }

    public Opaque InnerHash { get; }

    /// <summary>Bytes of the envelope's XDR that are paid for; of a fee bump the inner one's, for stellar-core takes all resources from that.</summary>
    public int Size { get; }

    public PublicKey Source { get; }

    public PublicKey FeeSource { get; }

    public SorobanTransactionData? Soroban { get; }

    public bool IsSoroban { get; }

    /// <summary>Operations that are paid for: a fee bump counts as one more.</summary>
    public int PaidOperations => Tx.Operations.Count + (Bump is null ? 0 : 1);

    /// <summary>The most that may be charged, stroops.</summary>
    public long FullFee => Bump?.Tx.Fee ?? Tx.Fee;

    public long ResourceFee => IsSoroban && Soroban is not null ? Soroban.ResourceFee : 0;

    public long InclusionFee => FullFee - ResourceFee;

    public long InnerInclusionFee => Tx.Fee - ResourceFee;

    public static TransactionFrame Of(TransactionEnvelope envelope, Network network) => envelope switch
    {
        TransactionEnvelope.Tx tx => new TransactionFrame(envelope, tx.Value, null, network),
        TransactionEnvelope.TxFeeBump bump => new TransactionFrame(envelope, ((FeeBumpTransactionInnerTx.EnvelopeTypeTx)bump.Value.Tx.InnerTx).Value, bump.Value, network),
        TransactionEnvelope.TxV0 v0 => OfV0(v0.Value, network),
        _ => throw new ArgumentException(envelope.GetType().Name, nameof(envelope)),
    };

    /// <summary>The old form is converted on submission; its hash is that of the converted one, so the signatures stay good.</summary>
    static TransactionFrame OfV0(TransactionV0Envelope v0, Network network)
    {
        var cond = v0.Tx.TimeBounds is { } bounds ? new Preconditions.Time(bounds) : (Preconditions)new Preconditions.None();
        var tx = new Transaction(
            new MuxedAccount.Ed25519(v0.Tx.SourceAccountEd25519), v0.Tx.Fee, v0.Tx.SeqNum, cond, v0.Tx.Memo, v0.Tx.Operations, new TransactionExt.V0());
        var inner = new TransactionV1Envelope(tx, v0.Signatures);
        return new TransactionFrame(new TransactionEnvelope.Tx(inner), inner, null, network);
    }

    public static bool IsSorobanOperation(Operation operation) =>
        operation.Body is OperationBody.InvokeHostFunction or OperationBody.ExtendFootprintTtl or OperationBody.RestoreFootprint;

    public PublicKey SourceOf(Operation operation) => operation.SourceAccount?.AccountId() ?? Source;

    public TimeBounds? TimeBounds => Tx.Cond switch
    {
        Preconditions.Time time => time.Value,
        Preconditions.V2 v2 => v2.Value.TimeBounds,
        _ => null,
    };

    public PreconditionsV2? Preconditions => (Tx.Cond as Preconditions.V2)?.Value;

    static Opaque Hashed(Network network, TransactionSignaturePayloadTaggedTransaction tagged) =>
        new(SHA256.HashData(new TransactionSignaturePayload(network.Id, tagged).ToXdr()));
}
