using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using KalePool.Tests.Golden;

namespace KalePool.Stellar.Tests.Golden.Checks;

/// <summary>keys.json, strkey.json, contractids.json and the addresses of pow.json.</summary>
static class KeyChecks
{
    public static void Key(GoldenCase item)
    {
        item.Inform("name");
        var pair = KeyPair.FromSeed(item.Hex("seedHex"));
        Assert.Equal(item.Text("secret"), pair.Secret);
        Assert.Equal(item.Text("public"), pair.Address);
        Assert.Equal(item.Text("publicHex"), pair.PublicKey.ToHex());
        var message = item.Hex("messageHex");
        var signature = pair.Sign(message);
        Assert.Equal(item.Text("signatureHex"), signature.ToHex());
        Assert.True(KeyPair.Verify(pair.PublicKey.Span, message, signature.Span));
        var decorated = item.Xdr<DecoratedSignature>("decoratedSignatureXdr");
        Assert.Equal((item.Text("hintHex"), item.Text("signatureHex")), (decorated.Hint.ToHex(), decorated.Signature.ToHex()));
        Assert.True(decorated.IsBy(pair.PublicKey, message));
    }

    public static void Verdict(GoldenCase item)
    {
        item.Inform("name");
        Assert.Equal(item.Get("sdkVerdict").GetBoolean(), KeyPair.Verify(item.Hex("publicHex"), item.Hex("messageHex"), item.Hex("signatureHex")));
    }

    public static void Secret(GoldenCase item)
    {
        var pair = KeyPair.FromSecret(item.Text("secret"));
        Assert.Equal((item.Text("public"), item.Text("secret")), (pair.Address, pair.Secret));
    }

    public static void Valid(GoldenCase item)
    {
        item.Inform("note");
        var (text, payload) = (item.Text("strkey"), item.Hex("payloadHex"));
        var kind = KindOf(item.Text("type"));
        Assert.Equal(item.Get("versionByte").GetInt32(), (int)kind);
        Assert.StartsWith(item.Text("prefix"), text, StringComparison.Ordinal);
        Assert.Equal(text, StrKey.Encode(kind, payload));
        Assert.Equal(new Opaque(payload.AsSpan()), StrKey.Decode(kind, text));
        Assert.True(StrKey.TryDecode(text, out var found, out _));
        Assert.Equal(kind, found);
        switch (kind)
        {
            case StrKeyKind.MuxedAccount:
                var (account, id) = StrKey.DecodeMuxed(text);
                Assert.Equal((item.Text("ed25519Hex"), item.Text("id")), (account.ToHex(), $"{id}"));
                Assert.Equal(text, StrKey.EncodeMuxed(account, id));
                break;
            case StrKeyKind.SignedPayload:
                var (signer, signed) = StrKey.DecodeSignedPayload(text);
                Assert.Equal((item.Text("ed25519Hex"), item.Text("payload")), (signer.ToHex(), signed.ToHex()));
                Assert.Equal(text, StrKey.EncodeSignedPayload(signer, signed));
                break;
            case StrKeyKind.ClaimableBalance:
                Assert.Equal((item.Get("claimableBalanceType").GetInt32(), item.Text("hashHex")), (payload[0], Convert.ToHexStringLower(payload.AsSpan(1))));
                break;
        }
    }

    public static void Invalid(GoldenCase item)
    {
        // Some versions of the official client take what the specification refuses.
        item.Inform("reason", "sdkAcceptedBy");
        Assert.False(StrKey.TryDecode(item.Text("strkey"), out _, out _));
        foreach (var kind in Enum.GetValues<StrKeyKind>()) Assert.Throws<FormatException>(() => StrKey.Decode(kind, item.Text("strkey")));
    }

    public static void WrongType(GoldenCase item)
    {
        Assert.True(StrKey.TryDecode(item.Text("strkey"), out _, out _));
        Assert.False(StrKey.IsValid(KindOf(item.Text("decodeAs")), item.Text("strkey")));
    }

    public static void NetworkId(GoldenCase item)
    {
        item.Inform("name");
        Assert.Equal(item.Text("networkIdHex"), new Network(item.Text("passphrase")).Id.ToHex());
    }

    public static void ContractIds(GoldenCase item)
    {
        item.Inform("name");
        var network = new Network(item.File.Cases("networks").Single(other => other.Text("name") == item.Text("network")).Text("passphrase"));
        ContractIDPreimage preimage;
        Opaque id;
        if (item.Has("asset"))
        {
            var asset = item.Xdr<Asset>("assetXdr");
            Assert.Equal(Assets.Parse(item.Text("asset")), asset);
            Assert.Equal(item.Text("asset"), asset.ToText());
            (preimage, id) = (new ContractIDPreimage.Asset(asset), ContractId.OfAsset(asset, network));
        }
        else
        {
            var (deployer, salt) = (Addresses.Parse(item.Text("deployer")), Opaque.FromHex(item.Text("saltHex")));
            (preimage, id) = (new ContractIDPreimage.Address(new ContractIDPreimageFromAddress(deployer, salt)), ContractId.OfDeployment(deployer, salt, network));
        }
        Assert.Equal(item.Xdr<HashIDPreimage>("preimageXdr"), new HashIDPreimage.ContractId(new HashIDPreimageContractId(network.Id, preimage)));
        Assert.Equal(item.Text("contractIdHex"), id.ToHex());
        Assert.Equal(item.Text("contractId"), new SCAddress.Contract(id).ToText());
    }

    public static void Farmer(GoldenCase item)
    {
        var farmer = Addresses.Parse(item.Text("farmer"));
        var xdr = new SCVal.Address(farmer).ToXdr<SCVal>();
        Assert.Equal(item.Text("farmerAddressXdrHex"), Convert.ToHexStringLower(xdr));
        Assert.Equal(item.Text("farmerLast32Hex"), Convert.ToHexStringLower(xdr.AsSpan(xdr.Length - 32)));
        Assert.Equal(farmer, Assert.IsType<SCVal.Address>(XdrCodec.Decode<SCVal>(xdr)).Value);
        // The tests of KalePool.Kale and KalePool.Hashing compare the proof of work itself.
        item.Inform("name", "index", "nonce", "entropyHex", "messageHex", "hashHex", "zeros");
    }

    static StrKeyKind KindOf(string name) => name switch
    {
        "ed25519PublicKey" => StrKeyKind.Account,
        "ed25519SecretSeed" => StrKeyKind.Seed,
        "preAuthTx" => StrKeyKind.PreAuthTx,
        "sha256Hash" => StrKeyKind.Sha256Hash,
        "contract" => StrKeyKind.Contract,
        "liquidityPool" => StrKeyKind.LiquidityPool,
        "claimableBalance" => StrKeyKind.ClaimableBalance,
        "med25519PublicKey" => StrKeyKind.MuxedAccount,
        "signedPayload" => StrKeyKind.SignedPayload,
        _ => throw new InvalidDataException($"{name} is a kind of strkey that no test knows"),
    };
}
