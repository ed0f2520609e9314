using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Rpc;

public sealed class LedgerEntriesSpec
{
    static readonly Uri Endpoint = new("http://rpc.example");

    [Fact]
    public async Task Asks_for_each_key_once_and_in_pages()
    {
        var keys = Enumerable.Range(0, 450).Select(Key).ToArray();
        using var server = Ledger(page => 100 - page, [.. Enumerable.Range(0, 450)]);
        using var http = new HttpClient(server);
        var response = await new StellarRpcClient(http, Endpoint).GetLedgerEntriesAsync(
            new GetLedgerEntriesRequest([.. keys.Concat(keys).Select(key => key.ToBase64())]));

        Assert.Equal([200, 200, 50], server.Requests.Select(request => request.GetProperty("params").GetProperty("keys").GetArrayLength()));
        Assert.Equal(keys.Select(key => key.ToBase64()), response.Entries.Select(entry => entry.Key));
        Assert.Equal(98u, response.LatestLedger);
    }

    [Fact]
    public async Task Gives_entries_by_key()
    {
        using var server = Ledger(_ => 7, [1, 3]);
        using var http = new HttpClient(server);
        var snapshot = await new StellarRpcClient(http, Endpoint).ReadEntriesAsync([Key(1), Key(2), Key(3)]);
        Assert.Equal(7u, snapshot.Ledger);
        Assert.Equal(new LedgerEntryData.Ttl(Ttl(3)), snapshot.Find(Key(3)));
        Assert.Null(snapshot.Find(Key(2)));
        Assert.Equal((5u, 9u), (snapshot.Entries[Key(1)].LastModified, snapshot.Entries[Key(1)].LiveUntil));
    }

    [Fact]
    public async Task Refuses_entries_nobody_asked_for()
    {
        foreach (var entries in new[] { Entry(2), $"{Entry(1)},{Entry(1)}", "null" })
        {
            using var server = ScriptedServer.Answering($$"""{"entries":[{{entries}}],"latestLedger":1}""");
            using var http = new HttpClient(server);
            var error = await Assert.ThrowsAsync<RpcException>(() => new StellarRpcClient(http, Endpoint).ReadEntriesAsync([Key(1)]));
            Assert.Equal(RpcErrorKind.BadContent, error.Kind);
            Assert.Contains("entries", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Names_the_field_whose_xdr_is_bad()
    {
        using var server = ScriptedServer.Answering(
            $$"""{"entries":[{"key":"{{Key(1).ToBase64()}}","xdr":"AAAA","lastModifiedLedgerSeq":1}],"latestLedger":1}""");
        using var http = new HttpClient(server);
        var error = await Assert.ThrowsAsync<RpcException>(() => new StellarRpcClient(http, Endpoint).ReadEntriesAsync([Key(1)]));
        Assert.Equal(RpcErrorKind.BadContent, error.Kind);
        Assert.Contains("xdr", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_for_at_least_one_key()
    {
        using var server = ScriptedServer.Answering("{}");
        using var http = new HttpClient(server);
        await Assert.ThrowsAsync<ArgumentException>(() => new StellarRpcClient(http, Endpoint).ReadEntriesAsync([]));
        Assert.Empty(server.Requests);
    }

    static ScriptedServer Ledger(Func<int, int> latest, int[] present)
    {
        var entries = present.ToDictionary(number => Key(number).ToBase64(), Entry);
        var page = 0;
        return new ScriptedServer((request, _) =>
        {
            var found = request.GetProperty("params").GetProperty("keys").EnumerateArray()
                .Select(key => entries.GetValueOrDefault(key.GetString()!)).Where(entry => entry is not null);
            return Task.FromResult(ScriptedServer.Result(request, $$"""{"entries":[{{string.Join(',', found)}}],"latestLedger":{{latest(page++)}}}"""));
        });
    }

    static string Entry(int number)
    {
        LedgerEntryData data = new LedgerEntryData.Ttl(Ttl(number));
        return $$"""{"key":"{{Key(number).ToBase64()}}","xdr":"{{data.ToBase64()}}","lastModifiedLedgerSeq":5,"liveUntilLedgerSeq":"9","extXdr":"AAAAAA=="}""";
    }

    static LedgerKey Key(int number) => new LedgerKey.ContractCode(new LedgerKeyContractCode(Hash(number)));

    static TTLEntry Ttl(int number) => new(Hash(number), 9);

    static Opaque Hash(int number) => Opaque.FromHex($"{number:x64}");
}
