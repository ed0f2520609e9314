using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>
/// Signing of transactions and fee bumps. Validators refuse an envelope with a signature that they do not need, a second one by the same key
/// included, so one signer is taken once. Every change after signing makes the signatures worthless.
/// </summary>
public static class Signatures
{
    /// <summary>The protocol's bound.</summary>
    public const int MaxSignatures = 20;

    const int HintBytes = 4;

    /// <summary>The last four bytes of a public key, by which validators find the key to try.</summary>
    public static Opaque Hint(Opaque publicKey) => new(publicKey.Span[^HintBytes..]);

    public static DecoratedSignature Sign(this KeyPair signer, Opaque hash)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return new DecoratedSignature(Hint(signer.PublicKey), signer.Sign(hash.Span));
    }

    /// <summary>Whether it is a signature by that key; one whose hint is another key's is not even tried.</summary>
    public static bool IsBy(this DecoratedSignature signature, Opaque publicKey, Opaque hash)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return signature.Hint == Hint(publicKey) && KeyPair.Verify(publicKey.Span, hash.Span, signature.Signature.Span);
    }

    public static TransactionEnvelope Sign(this Transaction transaction, Network network, params ReadOnlySpan<KeyPair> signers) =>
        new TransactionEnvelope.Tx(new TransactionV1Envelope(transaction, All(TransactionHash.Of(transaction, network), [], signers)));

    public static TransactionEnvelope Sign(this FeeBumpTransaction feeBump, Network network, params ReadOnlySpan<KeyPair> signers) =>
        new TransactionEnvelope.TxFeeBump(new FeeBumpTransactionEnvelope(feeBump, All(TransactionHash.Of(feeBump, network), [], signers)));

    /// <summary>Adds signatures to those that are there; of a fee bump to the outer ones.</summary>
    /// <exception cref="ArgumentException">A signer has signed already.</exception>
    public static TransactionEnvelope AddSignatures(this TransactionEnvelope envelope, Network network, params ReadOnlySpan<KeyPair> signers)
    {
        var hash = TransactionHash.Of(envelope, network);
        return envelope switch
        {
            TransactionEnvelope.Tx tx => new TransactionEnvelope.Tx(tx.Value with { Signatures = All(hash, tx.Value.Signatures, signers) }),
            TransactionEnvelope.TxFeeBump bump => new TransactionEnvelope.TxFeeBump(bump.Value with { Signatures = All(hash, bump.Value.Signatures, signers) }),
            _ => throw new ArgumentException("the old form of envelopes is not signed any more", nameof(envelope)),
        };
    }

    static XdrArray<DecoratedSignature> All(Opaque hash, XdrArray<DecoratedSignature> present, ReadOnlySpan<KeyPair> signers)
    {
        var all = new List<DecoratedSignature>(present);
        foreach (var signer in signers)
        {
            var signature = signer.Sign(hash);
            // Ed25519 signatures are deterministic: the same signer makes the same one.
            if (all.Contains(signature)) throw new ArgumentException($"{signer.Address} has signed already", nameof(signers));
            all.Add(signature);
        }
        return all.Count <= MaxSignatures ? all.ToXdrArray() : throw new ArgumentException($"more than {MaxSignatures} signatures", nameof(signers));
    }
}
