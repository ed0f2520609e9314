using System.Text.Json;
using KalePool.Stellar.Rpc;
using KalePool.Tests.Golden;

namespace KalePool.Stellar.Tests.Rpc;

/// <summary>The client's methods by their names on the wire.</summary>
static class RpcCalls
{
    static readonly Uri Endpoint = new("http://rpc.example");

    /// <summary>Sends what the parameters of a captured request say.</summary>
    public static Task SendAsync(StellarRpcClient client, string method, JsonElement p) => method switch
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
        _ => throw new InvalidDataException($"{method} is a method that no test knows"),
    };

    /// <summary>What the client makes of a server's result.</summary>
    /// <param name="hash">Of the transaction asked for; without one, whichever the result is about.</param>
    public static async Task<object> ReadAsync(string method, string result, string? hash = null)
    {
        using var server = ScriptedServer.Answering(result);
        using var http = new HttpClient(server);
        var client = new StellarRpcClient(http, Endpoint);
        return method switch
        {
            "getHealth" => await client.GetHealthAsync(),
            "getNetwork" => await client.GetNetworkAsync(),
            "getVersionInfo" => await client.GetVersionInfoAsync(),
            "getLatestLedger" => await client.GetLatestLedgerAsync(),
            "getFeeStats" => await client.GetFeeStatsAsync(),
            "getLedgers" => await client.GetLedgersAsync(new GetLedgersRequest(1)),
            "getTransactions" => await client.GetTransactionsAsync(new GetTransactionsRequest(1)),
            "getTransaction" => await client.GetTransactionAsync(new GetTransactionRequest(hash ?? HashIn(result))),
            "sendTransaction" => await client.SendTransactionAsync(new SendTransactionRequest("AA==")),
            "simulateTransaction" => await client.SimulateTransactionAsync(new SimulateTransactionRequest("AA==")),
            "getLedgerEntries" => await client.GetLedgerEntriesAsync(new GetLedgerEntriesRequest(["AA=="])),
            "getEvents" => await client.GetEventsAsync(new GetEventsRequest([], 1)),
            _ => throw new InvalidDataException($"{method} is a method that no test knows"),
        };
    }

    static string HashIn(string result)
    {
        using var document = JsonDocument.Parse(result);
        return document.RootElement.TryGetProperty("txHash", out var hash) && hash.ValueKind == JsonValueKind.String ? hash.GetString()! : RpcSamples.Hash;
    }

    /// <summary>The same, and nothing of the result is lost.</summary>
    public static async Task<object> AnswerAsync(string method, GoldenCase item)
    {
        var result = item.Whole();
        var answer = await ReadAsync(method, result.GetRawText());
        AssertWhole(result, answer);
        return answer;
    }

    /// <summary>Everything that a result says stands in what was read.</summary>
    public static void AssertWhole(JsonElement result, object answer) =>
        Assert.Equal(Leaves(result).Order(), Leaves(JsonSerializer.SerializeToElement(answer, answer.GetType())).Where(leaf => leaf.Length > 0).Order());

    /// <summary>The texts of all values that are no lists nor objects, dates without their zone.</summary>
    static IEnumerable<string> Leaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Leaves(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Leaves),
        _ when element.ToString() is { Length: < 32 } text && text.Contains('T') => [text[..Math.Min(text.Length, 19)]],
        _ => [element.ToString()],
    };

    static SimulationAuthMode ModeOf(string? name) => name switch
    {
        "record_allow_nonroot" => SimulationAuthMode.RecordAllowNonroot,
        "record" => SimulationAuthMode.Record,
        "enforce" => SimulationAuthMode.Enforce,
        _ => throw new InvalidDataException($"{name} is an auth mode that no test knows"),
    };

    static Pagination? PaginationOf(JsonElement p) => p.TryGetProperty("pagination", out var page)
        ? new Pagination(page.TryGetProperty("cursor", out var cursor) ? cursor.GetString() : null, UInt(page, "limit"))
        : null;

    static EventFilter FilterOf(JsonElement filter) => new(
        filter.TryGetProperty("type", out var type) ? type.GetString() : null,
        filter.TryGetProperty("contractIds", out var ids) ? [.. Strings(ids)] : null,
        filter.TryGetProperty("topics", out var topics) ? [.. topics.EnumerateArray().Select(topic => (IReadOnlyList<string>)[.. Strings(topic)])] : null);

    static uint? UInt(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetUInt32() : null;

    static IEnumerable<string> Strings(JsonElement array) => array.EnumerateArray().Select(item => item.GetString()!);
}
