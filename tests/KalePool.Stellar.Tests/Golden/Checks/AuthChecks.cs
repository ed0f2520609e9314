using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using KalePool.Tests.Golden;

namespace KalePool.Stellar.Tests.Golden.Checks;

/// <summary>auth.json.</summary>
static class AuthChecks
{
    public static void Entry(GoldenCase item)
    {
        item.Inform("name");
        var network = new Network(item.Text("passphrase"));
        Assert.Equal(GoldenXdr.NetworkOf(item.Text("network")), network);
        Assert.Equal(item.Text("networkIdHex"), network.Id.ToHex());
        var signer = KeyPair.FromSecret(item.Text("secret"));
        var unsigned = item.Xdr<SorobanAuthorizationEntry>("unsignedEntryXdr");
        Assert.Equal(item.Xdr<SorobanAuthorizedInvocation>("invocationXdr"), unsigned.RootInvocation);
        Assert.Equal(item.Text("nonce"), $"{Credentials(unsigned, item.Text("credentials")).Nonce}");

        var signed = SorobanAuth.Sign(unsigned, network, item.Get("signatureExpirationLedger").GetUInt32(), signer);
        Assert.Equal(item.Xdr<SorobanAuthorizationEntry>("signedEntryXdr"), signed);
        item.Means(signed, "signedEntryJson");

        var preimage = item.Xdr<HashIDPreimage>("preimageXdr");
        Assert.Equal(item.Get("preimageEnvelopeType").GetInt32(), preimage.Discriminant);
        Assert.Equal(item.Text("payloadHashHex"), ValueChecks.Sha256(preimage));
        Assert.Equal(item.Text("payloadHashHex"), SorobanAuth.PayloadHash(signed, network).ToHex());
        Assert.Equal(item.Text("signatureHex"), signer.Sign(item.Hex("payloadHashHex")).ToHex());
    }

    public static void SourceAccount(GoldenCase item)
    {
        item.Inform("name");
        var network = GoldenXdr.NetworkOf(item.Text("network"));
        var entry = item.Xdr<SorobanAuthorizationEntry>("entryXdr");
        item.Means(entry, "json");
        Assert.IsType<SorobanCredentials.SourceAccount>(entry.Credentials);
        Assert.Throws<ArgumentException>(() => SorobanAuth.PayloadHash(entry, network));
        Assert.Throws<ArgumentException>(() => SorobanAuth.Sign(entry, network, 1, KeyPair.FromSeed(new byte[32])));
    }

    public static void ManySigners(GoldenCase item)
    {
        item.Inform("name");
        var signers = item.Signers("secrets");
        var hash = Opaque.FromHex(item.Text("payloadHashHex"));
        var signature = item.Xdr<SCVal>("signatureScValXdr");
        Assert.Equal(signature, SorobanAuth.SignatureValue(hash, signers));
        Assert.Equal(signature, SorobanAuth.SignatureValue(hash, [.. signers.Reverse()]));
        var entry = item.Xdr<SorobanAuthorizationEntry>("signedEntryXdr");
        Assert.Equal(signature, Assert.IsType<SorobanCredentials.AddressV2>(entry.Credentials).Value.Signature);
        Assert.Contains(hash, new[] { Network.Public, Network.Testnet }.Select(network => SorobanAuth.PayloadHash(entry, network)));
    }

    public static void Delegates(GoldenCase item)
    {
        item.Inform("name");
        var unsigned = item.Xdr<SorobanAuthorizationEntry>("unsignedEntryXdr");
        var signed = item.Xdr<SorobanAuthorizationEntry>("oneSignedXdr");
        item.Means(signed, "json");
        Assert.Equal(unsigned, Bare(signed));
        // A delegate's signature is no part of what is signed.
        foreach (var entry in new[] { unsigned, signed })
            Assert.Contains(item.Text("payloadHashHex"), new[] { Network.Public, Network.Testnet }.Select(network => SorobanAuth.PayloadHash(entry, network).ToHex()));
    }

    static SorobanAuthorizationEntry Bare(SorobanAuthorizationEntry entry)
    {
        var credentials = Assert.IsType<SorobanCredentials.AddressWithDelegates>(entry.Credentials).Value;
        return entry with { Credentials = new SorobanCredentials.AddressWithDelegates(credentials with { Delegates = Bare(credentials.Delegates) }) };
    }

    static XdrArray<SorobanDelegateSignature> Bare(XdrArray<SorobanDelegateSignature> delegates) =>
        delegates.Select(signer => signer with { Signature = SCVals.Void, NestedDelegates = Bare(signer.NestedDelegates) }).ToXdrArray();

    static SorobanAddressCredentials Credentials(SorobanAuthorizationEntry entry, string kind) => kind switch
    {
        "ADDRESS" => Assert.IsType<SorobanCredentials.Address>(entry.Credentials).Value,
        "ADDRESS_V2" => Assert.IsType<SorobanCredentials.AddressV2>(entry.Credentials).Value,
        "ADDRESS_WITH_DELEGATES" => Assert.IsType<SorobanCredentials.AddressWithDelegates>(entry.Credentials).Value.AddressCredentials,
        _ => throw new InvalidDataException($"{kind} is a kind of credentials that no test knows"),
    };
}
