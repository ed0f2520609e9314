using System.Text.Json;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Transactions;

public sealed class EnvelopeSpec
{
    const string File = "envelopes.json";

    [Fact]
    public void The_old_envelope_hashes_as_what_it_is_turned_into()
    {
        var item = Vectors.Case(File, "v0", 0);
        var old = XdrCodec.FromBase64<TransactionEnvelope>(item.Text("xdr"));
        Assert.Equal(item.Text("hashTESTNET"), TransactionHash.Of(old, Network.Testnet).ToHex());
        Assert.Throws<ArgumentException>(() => old.AddSignatures(Network.Testnet, KeyPair.FromSeed(new byte[32])));
    }

    [Fact]
    public void A_signer_signs_once()
    {
        var item = Vectors.Case(File, "cases", 0);
        var transaction = XdrCodec.FromBase64<Transaction>(item.Text("txXdr"));
        var signer = Signers(item, "signers")[0];
        Assert.Throws<ArgumentException>(() => transaction.Sign(Network.Testnet, signer, signer));
        var signed = transaction.Sign(Network.Testnet, signer);
        Assert.Throws<ArgumentException>(() => signed.AddSignatures(Network.Testnet, signer));
        var twenty = Enumerable.Range(0, 21).Select(_ => KeyPair.Random()).ToArray();
        Assert.Throws<ArgumentException>(() => transaction.Sign(Network.Testnet, twenty));
    }

    [Fact]
    public void A_signature_under_another_hint_is_not_tried()
    {
        var signer = KeyPair.FromSeed(new byte[32]);
        Opaque hash = new byte[32];
        var signature = signer.Sign(hash);
        Assert.True(signature.IsBy(signer.PublicKey, hash));
        Assert.False((signature with { Hint = new byte[4] }).IsBy(signer.PublicKey, hash));
        Assert.False(signature.IsBy(KeyPair.Random().PublicKey, hash));
        Assert.Equal(Vectors.Case("keys.json", "keys", 0).Text("hintHex"), signature.Hint.ToHex());
    }

    [Fact]
    public void A_bump_is_no_lower_than_what_it_bumps()
    {
        var payer = Addresses.Source(KeyPair.FromSeed(new byte[32]).PublicKey);
        var operation = Operations.ExtendFootprintTtl(1);
        var data = new SorobanResources(Footprints.Of([], []), 1, 1, 1).WithFee(5_000);
        var inner = TransactionFactory.Soroban(payer, 1, Bounds.None, operation, data, bid: 300).Sign(Network.Testnet);
        Assert.Throws<ArgumentException>(() => Stellar.Transactions.FeeBumps.Of(inner, payer, 299));
        Assert.Equal(2 * 300 + 5_000, Stellar.Transactions.FeeBumps.Of(inner, payer, 300).Fee);
        Assert.Throws<OverflowException>(() => Stellar.Transactions.FeeBumps.Of(inner, payer, long.MaxValue));
    }

    static KeyPair[] Signers(JsonElement item, string property) =>
        [.. item.GetProperty(property).EnumerateArray().Select(secret => KeyPair.FromSecret(secret.GetString()!))];
}
