using KalePool.Devnet.Apply;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Server;

/// <summary>Envelopes of devnet's own accounts.</summary>
static class Signing
{
    public static TransactionEnvelope Sign(Transaction tx, Network network, params ReadOnlySpan<KeyPair> signers)
    {
        var hash = TransactionFrame.Of(new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, [])), network).Hash;
        var signatures = new List<DecoratedSignature>(signers.Length);
        foreach (var signer in signers) signatures.Add(new DecoratedSignature(new Opaque(signer.PublicKey.Span[^4..]), signer.Sign(hash.Span)));
        return new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, signatures.ToXdrArray()));
    }
}
