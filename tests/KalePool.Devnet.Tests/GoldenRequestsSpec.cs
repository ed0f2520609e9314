using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;
using KalePool.Tests.Golden;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Devnet.Tests;

/// <summary>Every request that the official clients were seen to send, with their headers, is answered with a result.</summary>
public sealed class GoldenRequestsSpec : IAsyncLifetime, IDisposable
{
    /// <summary>The captured requests ask for ledgers from 100 on, devnet begins at 1000.</summary>
    const uint LedgerShift = 900;

    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));
    readonly HttpClient _http = new();
    readonly GoldenSuite _golden;
    DevnetServer _server = null!;

    public GoldenRequestsSpec() => _golden = new(new Dictionary<(string, string), GoldenCheck> { [("rpc-requests.json", "requests")] = CheckAsync });

    public static TheoryData<string> Folders => [.. GoldenFolders.Names];

    public async Task InitializeAsync()
    {
        _server = await DevnetServer.StartAsync(new DevnetSettings { LedgerMs = null }, _clock);
        for (var i = 0; i < 210; i++) Close();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Theory, MemberData(nameof(Folders))]
    public async Task Answers_every_captured_request(string folder)
    {
        foreach (var row in _golden.Rows(GoldenFolders.PathOf(folder)))
        {
            var failure = await Record.ExceptionAsync(() => _golden.CheckAsync(row));
            Assert.True(failure is null, $"{row.Case.Path} {row.Case.Text("sdk")} {row.Case.Text("call")}: {failure}");
        }
    }

    [Fact]
    public void There_are_captured_requests() => Assert.True(_golden.Rows(GoldenFolders.OwnPath).Count >= 44);

    async Task CheckAsync(GoldenCase item)
    {
        item.Inform("sdk", "call", "raisedOnJsonRpcError");
        var body = item.Get("body");
        if (body.ValueKind == JsonValueKind.Null)
        {
            await FundAsync(item);
            return;
        }
        var answer = await SendAsync(item, item.Text("path"), Shifted(body));
        Assert.Equal(body.GetProperty("id").GetRawText(), answer.GetProperty("id").GetRawText());
        Assert.True(answer.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Object, answer.ToString());
    }

    async Task FundAsync(GoldenCase item)
    {
        var asking = SendAsync(item, item.Text("path").Replace("<address>", KeyPair.Random().Address, StringComparison.Ordinal), null);
        while (!asking.IsCompleted)
        {
            Close();
            await Task.Yield();
        }
        var hash = (await asking).GetProperty("hash").GetString();
        foreach (var next in item.Get("followedBy").EnumerateArray())
        {
            // The server that captured it gave no hash to ask for.
            var request = JsonNode.Parse(next.GetRawText())!;
            request["params"]!["hash"] = hash;
            var found = await SendAsync(item, "/", request.ToJsonString());
            Assert.Equal("SUCCESS", found.GetProperty("result").GetProperty("status").GetString());
        }
    }

    async Task<JsonElement> SendAsync(GoldenCase item, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(item.Text("httpMethod")), new Uri(_server.RpcUrl + path));
        // What follows a call to friendbot is JSON-RPC, whatever the type of the call itself.
        var contentType = item.Get("body").ValueKind == JsonValueKind.Null && body is not null ? "application/json" : item.TextOrNull("contentType");
        if (body is not null || contentType is not null) request.Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body ?? ""));
        if (contentType is not null) request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TryAddWithoutValidation("accept", item.Text("accept"));
        foreach (var header in item.Get("clientHeaders").EnumerateObject()) request.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode} {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>The same request for ledgers that there are.</summary>
    static string Shifted(JsonElement body)
    {
        var request = JsonNode.Parse(body.GetRawText())!;
        if (request["params"] is not JsonObject parameters) return request.ToJsonString();
        foreach (var name in new[] { "startLedger", "endLedger" })
            if (parameters[name] is { } ledger) parameters[name] = ledger.GetValue<uint>() + LedgerShift;
        if (parameters["pagination"]?["cursor"] is { } cursor) parameters["pagination"]!["cursor"] = ShiftedCursor(cursor.GetValue<string>());
        return request.ToJsonString();
    }

    /// <summary>A ledger, a transaction's place in all ledgers (its ledger in the upper half), or an event's id that begins with that.</summary>
    static string ShiftedCursor(string cursor)
    {
        var parts = cursor.Split('-');
        var number = long.Parse(parts[0], CultureInfo.InvariantCulture);
        if (number < uint.MaxValue) return $"{number + LedgerShift}";
        var shifted = number + ((long)LedgerShift << 32);
        return parts.Length == 1 ? $"{shifted}" : $"{shifted:d19}-{parts[1]}";
    }

    void Close()
    {
        _clock.Advance(TimeSpan.FromSeconds(5));
        _server.CloseLedger();
    }
}
