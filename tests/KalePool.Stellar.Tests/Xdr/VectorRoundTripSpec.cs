using System.Security.Cryptography;
using System.Text.Json;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Xdr;

/// <summary>Whatever the official SDK encodes decodes here and encodes to the same bytes.</summary>
public sealed class VectorRoundTripSpec
{
    /// <summary>File, path in it, type, number of values there.</summary>
    public static TheoryData<string, string, string, int> Values => new()
    {
        { "scval.json", "cases.xdr", "ScVal", 116 },
        { "ledgerkeys.json", "cases.xdr", "LedgerKey", 34 },
        { "ledgerkeys.json", "cases.ttlKeyXdr", "LedgerKey", 20 },
        { "ledgerentries.json", "cases.rpc.key", "LedgerKey", 27 },
        { "ledgerentries.json", "cases.rpc.xdr", "LedgerEntryData", 27 },
        { "ledgerentries.json", "cases.rpc.extXdr", "LedgerEntryExt", 27 },
        { "ledgerentries.json", "cases.ledgerEntryXdr", "LedgerEntry", 27 },
        { "ledgerentries.json", "ttlEntries.dataXdr", "LedgerEntryData", 2 },
        { "ledgerentries.json", "ttlEntries.keyXdr", "LedgerKey", 2 },
        { "results.json", "cases.xdr", "TransactionResult", 79 },
        { "results.json", "invokeSuccessPreimage.xdr", "InvokeHostFunctionSuccessPreImage", 3 },
        { "meta.json", "cases.xdr", "TransactionMeta", 21 },
        { "meta.json", "cases.returnValueXdr", "ScVal", 9 },
        { "meta.json", "cases.transactionEvents", "TransactionEvent", 15 },
        { "meta.json", "cases.diagnosticEvents", "DiagnosticEvent", 14 },
        { "meta.json", "cases.contractEventsPerOp", "ContractEvent", 5 },
        { "meta.json", "contractEvents.xdr", "ContractEvent", 7 },
        { "meta.json", "diagnosticEvents.xdr", "DiagnosticEvent", 4 },
        { "meta.json", "transactionEvents.xdr", "TransactionEvent", 3 },
        { "auth.json", "cases.invocationXdr", "SorobanAuthorizedInvocation", 12 },
        { "auth.json", "cases.unsignedEntryXdr", "SorobanAuthorizationEntry", 12 },
        { "auth.json", "cases.preimageXdr", "HashIdPreimage", 12 },
        { "auth.json", "cases.signedEntryXdr", "SorobanAuthorizationEntry", 12 },
        { "auth.json", "sourceAccount.entryXdr", "SorobanAuthorizationEntry", 4 },
        { "auth.json", "multiSig.signatureScValXdr", "ScVal", 1 },
        { "auth.json", "multiSig.signedEntryXdr", "SorobanAuthorizationEntry", 1 },
        { "auth.json", "delegates.unsignedEntryXdr", "SorobanAuthorizationEntry", 1 },
        { "auth.json", "delegates.oneSignedXdr", "SorobanAuthorizationEntry", 1 },
        { "assemble.json", "cases.rawUnsigned", "TransactionEnvelope", 9 },
        { "assemble.json", "cases.assembledUnsigned", "TransactionEnvelope", 8 },
        { "assemble.json", "cases.simulation.transactionData", "SorobanTransactionData", 8 },
        { "assemble.json", "cases.simulation.results.auth", "SorobanAuthorizationEntry", 6 },
        { "assemble.json", "cases.simulation.results.xdr", "ScVal", 7 },
        { "contractids.json", "cases.preimageXdr", "HashIdPreimage", 32 },
        { "contractids.json", "cases.assetXdr", "Asset", 24 },
        { "envelopes.json", "cases.txXdr", "Transaction", 35 },
        { "envelopes.json", "cases.unsigned", "TransactionEnvelope", 35 },
        { "envelopes.json", "cases.networks.PUBLIC.signed", "TransactionEnvelope", 36 },
        { "envelopes.json", "cases.networks.TESTNET.signed", "TransactionEnvelope", 36 },
        { "envelopes.json", "feeBump.networks.PUBLIC.signed", "TransactionEnvelope", 5 },
        { "envelopes.json", "feeBump.networks.TESTNET.unsigned", "TransactionEnvelope", 5 },
        { "envelopes.json", "v0.xdr", "TransactionEnvelope", 1 },
        { "keys.json", "keys.decoratedSignatureXdr", "DecoratedSignature", 20 },
        { "ledger.json", "headers.xdr", "LedgerHeader", 3 },
        { "ledger.json", "historyEntries.xdr", "LedgerHeaderHistoryEntry", 3 },
        { "ledger.json", "closeMeta.xdr", "LedgerCloseMeta", 2 },
    };

    public static TheoryData<int, string> Invalid => Vectors.Cases("xdr-invalid.json", "cases", "type", "name");

    [Theory, MemberData(nameof(Values))]
    public void Decodes_and_encodes_to_the_same_bytes(string file, string path, string type, int count)
    {
        var values = Find(file, path);
        Assert.Equal(count, values.Count);
        Assert.All(values, value => Assert.Equal(value, Convert.ToBase64String(XdrTypes.Again(type, Convert.FromBase64String(value)))));
    }

    [Theory, MemberData(nameof(Values))]
    public void Refuses_every_one_cut_short_or_with_more_behind(string file, string path, string type, int count)
    {
        Assert.True(count > 0);
        foreach (var value in Find(file, path).Take(4))
        {
            var bytes = Convert.FromBase64String(value);
            for (var length = 0; length < bytes.Length; length += 4) Assert.Throws<XdrException>(() => XdrTypes.Again(type, bytes[..length]));
            Assert.Throws<XdrException>(() => XdrTypes.Again(type, [.. bytes, 0, 0, 0, 0]));
        }
    }

    [Theory, MemberData(nameof(Values))]
    public void Whatever_it_takes_from_damaged_bytes_encodes_to_these_bytes(string file, string path, string type, int count)
    {
        Assert.True(count > 0);
        var random = new Random(20260);
        foreach (var value in Find(file, path).Take(4))
        {
            for (var round = 0; round < 200; round++)
            {
                var damaged = Convert.FromBase64String(value);
                for (var flips = random.Next(1, 4); flips > 0; flips--) damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                byte[] again;
                try
                {
                    again = XdrTypes.Again(type, damaged);
                }
                catch (XdrException)
                {
                    continue;
                }
                Assert.Equal(damaged, again);
            }
        }
    }

    [Theory, MemberData(nameof(Invalid))]
    public void Refuses_what_must_be_refused(int index, string label)
    {
        var item = Vectors.Case("xdr-invalid.json", "cases", index);
        var xdr = item.Base64("xdr");
        if (item.GetProperty("mustReject").GetBoolean()) Assert.Throws<XdrException>(() => XdrTypes.Again(item.Text("type"), xdr));
        else Assert.True(xdr.AsSpan().SequenceEqual(XdrTypes.Again(item.Text("type"), xdr)), label);
    }

    [Fact]
    public void Hashes_of_keys_headers_and_results_are_the_networks()
    {
        foreach (var item in Vectors.File("ledgerkeys.json").GetProperty("cases").EnumerateArray().Where(item => item.TryGetProperty("ttlKeyHashHex", out _)))
            Assert.Equal(item.Text("ttlKeyHashHex"), Sha256(item, "xdr"));
        foreach (var item in Vectors.File("ledger.json").GetProperty("headers").EnumerateArray())
            Assert.Equal(item.Text("hashHex"), Sha256(item, "xdr"));
        foreach (var item in Vectors.File("results.json").GetProperty("invokeSuccessPreimage").EnumerateArray())
            Assert.Equal(item.Text("sha256Hex"), Sha256(item, "xdr"));
    }

    static string Sha256(JsonElement item, string property) => Convert.ToHexStringLower(SHA256.HashData(item.Base64(property)));

    /// <summary>All strings at a path, through whatever lists lie on the way; absent and null ones left out.</summary>
    static List<string> Find(string file, string path)
    {
        IEnumerable<JsonElement> at = [Vectors.File(file)];
        foreach (var name in path.Split('.'))
            at = at.SelectMany(Flat).Where(element => element.TryGetProperty(name, out _)).Select(element => element.GetProperty(name)).ToList();
        return [.. at.SelectMany(Flat).Where(element => element.ValueKind == JsonValueKind.String).Select(element => element.GetString()!)];
    }

    static IEnumerable<JsonElement> Flat(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flat) : [element];
}
