using System.Security.Cryptography;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>The 32 bytes that are signed and by which a transaction is found: SHA-256 of network id, envelope type and body.</summary>
public static class TransactionHash
{
    public static Opaque Of(Transaction transaction, Network network) => Of(new TransactionSignaturePayloadTaggedTransaction.Tx(transaction), network);

    public static Opaque Of(FeeBumpTransaction feeBump, Network network) =>
        Of(new TransactionSignaturePayloadTaggedTransaction.TxFeeBump(feeBump), network);

    /// <summary>Of a fee bump the outer hash; the old V0 form hashes as what it is turned into.</summary>
    public static Opaque Of(TransactionEnvelope envelope, Network network) => envelope switch
    {
        TransactionEnvelope.Tx tx => Of(tx.Value.Tx, network),
        TransactionEnvelope.TxV0 old => Of(FromV0(old.Value.Tx), network),
        TransactionEnvelope.TxFeeBump feeBump => Of(feeBump.Value.Tx, network),
        _ => throw new ArgumentException("not a known kind of envelope", nameof(envelope)),
    };

    /// <summary>Of a fee bump the inner transaction's hash, which never changes however often it is bumped; of others the hash.</summary>
    public static Opaque OfInner(TransactionEnvelope envelope, Network network) => envelope is TransactionEnvelope.TxFeeBump feeBump
        ? Of(((FeeBumpTransactionInnerTx.EnvelopeTypeTx)feeBump.Value.Tx.InnerTx).Value.Tx, network)
        : Of(envelope, network);

    /// <summary>The present form of a transaction in the old one, as validators turn it into.</summary>
    public static Transaction FromV0(TransactionV0 old)
    {
        ArgumentNullException.ThrowIfNull(old);
        return new Transaction(
            new MuxedAccount.Ed25519(old.SourceAccountEd25519),
            old.Fee,
            old.SeqNum,
            old.TimeBounds is null ? new Preconditions.None() : new Preconditions.Time(old.TimeBounds),
            old.Memo,
            old.Operations,
            new TransactionExt.V0());
    }

    static Opaque Of(TransactionSignaturePayloadTaggedTransaction tagged, Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return SHA256.HashData(new TransactionSignaturePayload(network.Id, tagged).ToXdr());
    }
}
