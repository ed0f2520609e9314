using System.Text.Json;
using KalePool.Stellar.Rpc;

namespace KalePool.Stellar.Tests.Rpc;

/// <summary>Each call must send what the official clients were seen to send for it.</summary>
public sealed class RpcRequestSpec
{
    static readonly Uri Endpoint = new("http://rpc.example/soroban");

    public static TheoryData<int, string> Captured
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (index, request) in Vectors.File("rpc-requests.json").GetProperty("requests").EnumerateArray().Index())
            {
                // Friendbot is no JSON-RPC.
                if (request.GetProperty("body").ValueKind == JsonValueKind.Object) data.Add(index, $"{request.Text("sdk")} {request.Text("call")}");
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Captured))]
    public async Task Sends_what_the_official_client_sends(int index, string label)
    {
        var body = Vectors.Case("rpc-requests.json", "requests", index).GetProperty("body");
        var method = body.Text("method");
        using var server = ScriptedServer.Answering(RpcSamples.Of(method));
        using var http = new HttpClient(server);
        await CallAsync(new StellarRpcClient(http, Endpoint), method, body.GetProperty("params"));

        var sent = Assert.Single(server.Requests);
        Assert.True(JsonElement.DeepEquals(body, sent), $"{label}: {sent}");
        var message = Assert.Single(server.Messages);
        Assert.Equal((HttpMethod.Post, Endpoint), (message.Method, message.RequestUri));
        Assert.Equal("application/json", message.Content!.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Numbers_its_calls()
    {
        using var server = ScriptedServer.Answering(RpcSamples.Of("getHealth"));
        using var http = new HttpClient(server);
        var client = new StellarRpcClient(http, Endpoint);
        for (var i = 0; i < 3; i++) await client.GetHealthAsync();
        Assert.Equal([1, 2, 3], server.Requests.Select(request => request.GetProperty("id").GetInt32()));
    }

    [Fact]
    public void Takes_only_absolute_http_addresses()
    {
        using var http = new HttpClient();
        Assert.Throws<ArgumentException>(() => new StellarRpcClient(http, new Uri("rpc", UriKind.Relative)));
        Assert.Throws<ArgumentException>(() => new StellarRpcClient(http, new Uri("file:///rpc")));
    }

    static Task CallAsync(StellarRpcClient client, string method, JsonElement p) => method switch
    {
        "getHealth" => client.GetHealthAsync(),
        "getNetwork" => client.GetNetworkAsync(),
        "getVersionInfo" => client.GetVersionInfoAsync(),
        "getLatestLedger" => client.GetLatestLedgerAsync(),
        "getFeeStats" => client.GetFeeStatsAsync(),
        "getLedgers" => client.GetLedgersAsync(new GetLedgersRequest(UInt(p, "startLedger"), PaginationOf(p))),
        "getTransactions" => client.GetTransactionsAsync(new GetTransactionsRequest(UInt(p, "startLedger"), PaginationOf(p))),
        "getTransaction" => client.GetTransactionAsync(new GetTransactionRequest(p.Text("hash"))),
        "sendTransaction" => client.SendTransactionAsync(new SendTransactionRequest(p.Text("transaction"))),
        "simulateTransaction" => client.SimulateTransactionAsync(new SimulateTransactionRequest(
            p.Text("transaction"),
            p.TryGetProperty("resourceConfig", out var config) ? new ResourceConfig(config.GetProperty("instructionLeeway").GetUInt64()) : null,
            p.TryGetProperty("authMode", out var mode) ? ModeOf(mode.GetString()) : null,
            p.TryGetProperty("useUpgradedAuth", out var upgraded) ? upgraded.GetBoolean() : null)),
        "getLedgerEntries" => client.GetLedgerEntriesAsync(new GetLedgerEntriesRequest([.. Strings(p.GetProperty("keys"))])),
        "getEvents" => client.GetEventsAsync(new GetEventsRequest(
            [.. p.GetProperty("filters").EnumerateArray().Select(FilterOf)], UInt(p, "startLedger"), UInt(p, "endLedger"), PaginationOf(p))),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "a method the vectors did not have before"),
    };

    static SimulationAuthMode ModeOf(string? name) => name switch
    {
        "record_allow_nonroot" => SimulationAuthMode.RecordAllowNonroot,
        "record" => SimulationAuthMode.Record,
        _ => SimulationAuthMode.Enforce,
    };

    static Pagination? PaginationOf(JsonElement p) => p.TryGetProperty("pagination", out var page)
        ? new Pagination(page.TryGetProperty("cursor", out var cursor) ? cursor.GetString() : null, UInt(page, "limit"))
        : null;

    static EventFilter FilterOf(JsonElement filter) => new(
        filter.Text("type"),
        [.. Strings(filter.GetProperty("contractIds"))],
        [.. filter.GetProperty("topics").EnumerateArray().Select(topic => (IReadOnlyList<string>)[.. Strings(topic)])]);

    static uint? UInt(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetUInt32() : null;

    static IEnumerable<string> Strings(JsonElement array) => array.EnumerateArray().Select(item => item.GetString()!);
}
