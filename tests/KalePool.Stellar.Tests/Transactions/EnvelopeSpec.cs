using System.Text.Json;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Transactions;

public sealed class EnvelopeSpec
{
    const string File = "envelopes.json";

    public static TheoryData<int, string> Cases => Vectors.Cases(File, "cases", "name");
    public static TheoryData<int, string> FeeBumps => Vectors.Cases(File, "feeBump", "name");

    [Theory, MemberData(nameof(Cases))]
    public void Hashes_and_signs_as_the_sdk_does(int index, string label)
    {
        var item = Vectors.Case(File, "cases", index);
        foreach (var (network, expected) in Networks(item))
        {
            // One that holds signatures made for a network is another on each.
            var unsigned = XdrCodec.FromBase64<TransactionEnvelope>((expected.TryGetProperty("unsigned", out _) ? expected : item).Text("unsigned"));
            var transaction = Assert.IsType<TransactionEnvelope.Tx>(unsigned).Value.Tx;
            Assert.Equal(expected.Text("hash"), TransactionHash.Of(transaction, network).ToHex());
            var signed = transaction.Sign(network, Signers(item, "signers"));
            Assert.True(expected.Text("signed") == signed.ToBase64(), label);
            Assert.Equal(expected.Text("hash"), TransactionHash.Of(signed, network).ToHex());
            Assert.Equal(signed, unsigned.AddSignatures(network, Signers(item, "signers")));
        }
    }

    [Theory, MemberData(nameof(FeeBumps))]
    public void Bumps_fees_as_the_sdk_does(int index, string label)
    {
        var item = Vectors.Case(File, "feeBump", index);
        foreach (var (network, expected) in Networks(item))
        {
            var inner = XdrCodec.FromBase64<TransactionEnvelope>(expected.Text("innerSigned"));
            var theirs = Assert.IsType<TransactionEnvelope.TxFeeBump>(XdrCodec.FromBase64<TransactionEnvelope>(expected.Text("signed")));
            var bid = long.Parse(item.GetProperty("inputs").Text("feePerOperation"), System.Globalization.CultureInfo.InvariantCulture);
            var bump = Stellar.Transactions.FeeBumps.Of(inner, theirs.Value.Tx.FeeSource, bid);
            Assert.Equal(expected.Text("fee"), $"{bump.Fee}");

            var signed = bump.Sign(network, Signers(item, "signers"));
            Assert.True(expected.Text("signed") == signed.ToBase64(), label);
            Assert.Equal(expected.Text("hash"), TransactionHash.Of(signed, network).ToHex());
            Assert.Equal(expected.Text("innerHash"), TransactionHash.OfInner(signed, network).ToHex());
            Assert.Equal(expected.Text("innerHash"), TransactionHash.OfInner(inner, network).ToHex());
            // Bumping a bump bumps what is inside.
            Assert.Equal(bump, Stellar.Transactions.FeeBumps.Of(signed, bump.FeeSource, bid));
        }
    }

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

    static IEnumerable<(Network Network, JsonElement Expected)> Networks(JsonElement item)
    {
        foreach (var network in item.GetProperty("networks").EnumerateObject())
            yield return (network.Name == "PUBLIC" ? Network.Public : Network.Testnet, network.Value);
    }

    static KeyPair[] Signers(JsonElement item, string property) =>
        [.. item.GetProperty(property).EnumerateArray().Select(secret => KeyPair.FromSecret(secret.GetString()!))];
}
