using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Transactions;

public sealed class SorobanAuthSpec
{
    public static TheoryData<int, string> Cases => Vectors.Cases("auth.json", "cases", "name");
    public static TheoryData<int, string> SourceAccounts => Vectors.Cases("auth.json", "sourceAccount", "name");

    [Theory, MemberData(nameof(Cases))]
    public void Signs_as_the_sdk_does(int index, string label)
    {
        var item = Vectors.Case("auth.json", "cases", index);
        var network = new Network(item.Text("passphrase"));
        Assert.Equal(item.Text("networkIdHex"), network.Id.ToHex());
        var unsigned = XdrCodec.FromBase64<SorobanAuthorizationEntry>(item.Text("unsignedEntryXdr"));
        Assert.Equal(item.Text("invocationXdr"), unsigned.RootInvocation.ToBase64());

        var signed = SorobanAuth.Sign(unsigned, network, item.GetProperty("signatureExpirationLedger").GetUInt32(), KeyPair.FromSecret(item.Text("secret")));
        Assert.Equal(item.Text("payloadHashHex"), SorobanAuth.PayloadHash(signed, network).ToHex());
        Assert.True(item.Text("signedEntryXdr") == signed.ToBase64(), label);
    }

    [Fact]
    public void Signatures_come_in_the_order_of_their_keys()
    {
        var item = Vectors.Case("auth.json", "multiSig", 0);
        var signers = item.GetProperty("secrets").EnumerateArray().Select(secret => KeyPair.FromSecret(secret.GetString()!)).ToArray();
        var hash = Opaque.FromHex(item.Text("payloadHashHex"));
        Assert.Equal(item.Text("signatureScValXdr"), SorobanAuth.SignatureValue(hash, signers).ToBase64());
        Assert.Equal(item.Text("signatureScValXdr"), SorobanAuth.SignatureValue(hash, [.. signers.Reverse()]).ToBase64());
        var entry = XdrCodec.FromBase64<SorobanAuthorizationEntry>(item.Text("signedEntryXdr"));
        Assert.Equal(item.Text("signatureScValXdr"), Assert.IsType<SorobanCredentials.AddressV2>(entry.Credentials).Value.Signature.ToBase64());
    }

    [Fact]
    public void Refuses_no_signer_the_same_twice_and_too_many()
    {
        var signer = KeyPair.FromSeed(new byte[32]);
        Assert.Throws<ArgumentException>(() => SorobanAuth.SignatureValue(Opaque.Zeros(32)));
        Assert.Throws<ArgumentException>(() => SorobanAuth.SignatureValue(Opaque.Zeros(32), signer, signer));
        Assert.Throws<ArgumentException>(() => SorobanAuth.SignatureValue(Opaque.Zeros(32), [.. Enumerable.Range(0, 21).Select(_ => KeyPair.Random())]));
    }

    [Fact]
    public void Delegated_credentials_have_the_payload_with_the_address()
    {
        var item = Vectors.Case("auth.json", "delegates", 0);
        var entry = XdrCodec.FromBase64<SorobanAuthorizationEntry>(item.Text("unsignedEntryXdr"));
        Assert.IsType<SorobanCredentials.AddressWithDelegates>(entry.Credentials);
        Assert.Contains(item.Text("payloadHashHex"), new[] { Network.Public, Network.Testnet }.Select(network => SorobanAuth.PayloadHash(entry, network).ToHex()));
    }

    [Theory, MemberData(nameof(SourceAccounts))]
    public void The_source_account_signs_the_transaction_not_the_entry(int index, string label)
    {
        var entry = XdrCodec.FromBase64<SorobanAuthorizationEntry>(Vectors.Case("auth.json", "sourceAccount", index).Text("entryXdr"));
        Assert.True(entry.Credentials is SorobanCredentials.SourceAccount, label);
        Assert.Throws<ArgumentException>(() => SorobanAuth.PayloadHash(entry, Network.Testnet));
        Assert.Throws<ArgumentException>(() => SorobanAuth.Sign(entry, Network.Testnet, 1, KeyPair.FromSeed(new byte[32])));
    }
}
