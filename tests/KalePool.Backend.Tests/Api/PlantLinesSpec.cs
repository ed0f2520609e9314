using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;

namespace KalePool.Backend.Tests.Api;

/// <summary>A plant request answered line by line, as it is read from the wire.</summary>
[Collection(ApiCollection.Name)]
public sealed class PlantLinesSpec(BackendHost host)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    async Task<HttpResponseMessage> AskAsync(TestPool pool, uint block, int capacity = 10, int wait = 25, string accept = "application/x-ndjson", CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.PlantRequest)
        {
            Content = new StringContent(JsonSerializer.Serialize(pool.PlantRequest(block, capacity)), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", pool.Key);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.Add("Prefer", $"wait={wait}");
        return await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    static async Task<JsonObject?> NextAsync(StreamReader reader) =>
        await reader.ReadLineAsync().WaitAsync(Patience, TimeProvider.System) is { } line ? JsonNode.Parse(line)!.AsObject() : null;

    static async Task<List<JsonObject>> RestAsync(StreamReader reader)
    {
        var lines = new List<JsonObject>();
        while (await NextAsync(reader) is { } line) lines.Add(line);
        return lines;
    }

    static string Kind(JsonObject line) => Assert.Single(line).Key;

    [Fact]
    public async Task Each_farmer_is_a_line_as_soon_as_he_is_decided_and_the_summary_is_last()
    {
        var pool = await TestPool.MakeAsync(host);
        var farmers = new[] { await pool.JoinAsync(), await pool.JoinAsync() };
        var leftOut = await pool.JoinAsync();
        await host.ReachAsync(host.Watch.Latest!.FarmIndex + 1);
        using var response = await AskAsync(pool, host.PlantIndex, capacity: 2);
        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        // No ledger has closed since: this line did not wait for the others.
        var first = (await NextAsync(reader))!;
        Assert.Equal(("failed", leftOut.Id, ErrorCode.PoolerFull), (Kind(first), (Guid)first["failed"]!["farmer_id"]!, (string)first["failed"]!["error"]!));
        var rest = await host.CloseLedgersUntilAsync(RestAsync(reader));
        Assert.Equal(["planted", "planted", "summary"], rest.Select(Kind));
        Assert.Equal(farmers.Select(f => f.Id).Order(), rest.Take(2).Select(l => (Guid)l["planted"]!["farmer_id"]!).Order());
        Assert.Equal((3, 2, 1, 0), ((int)rest[2]["summary"]!["total_requested"]!, (int)rest[2]["summary"]!["successful_plants"]!, (int)rest[2]["summary"]!["failed_plants"]!, (int)rest[2]["summary"]!["pending_plants"]!));

        using var again = await AskAsync(pool, (uint)host.Watch.Latest!.FarmIndex, capacity: 2);
        using var repeat = new StreamReader(await again.Content.ReadAsStreamAsync());
        Assert.Equal(["failed", "planted", "planted", "summary"], (await RestAsync(repeat)).Select(Kind).Order());
    }

    [Fact]
    public async Task What_is_open_when_the_time_is_up_is_pending()
    {
        var pool = await TestPool.MakeAsync(host);
        var farmer = await pool.JoinAsync();
        await host.ReachAsync(host.Watch.Latest!.FarmIndex + 1);
        var block = host.PlantIndex;
        using (var response = await AskAsync(pool, block, wait: 0))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            var lines = await RestAsync(reader);
            Assert.Equal(["pending", "summary"], lines.Select(Kind));
            Assert.Equal(farmer.Id, (Guid)lines[0]["pending"]!["farmer_id"]!);
        }
        Assert.Equal(1, (int)(await pool.PlantAsync(block))["summary"]["successful_plants"]!);
    }

    [Fact]
    public async Task A_client_that_goes_away_stops_nothing()
    {
        var pool = await TestPool.MakeAsync(host);
        await pool.JoinAsync();
        await pool.JoinAsync();
        await host.ReachAsync(host.Watch.Latest!.FarmIndex + 1);
        var block = host.PlantIndex;
        using (var gone = new CancellationTokenSource())
        {
            using var response = await AskAsync(pool, block, capacity: 1, cancellation: gone.Token);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(gone.Token));
            Assert.Equal("failed", Kind((await NextAsync(reader))!));
            await gone.CancelAsync();
        }
        Assert.Equal(1, (int)(await pool.PlantAsync(block))["summary"]["successful_plants"]!);
    }

    [Fact]
    public async Task A_refusal_is_a_problem_and_no_line()
    {
        var pool = await TestPool.MakeAsync(host);
        using var response = await AskAsync(pool, host.PlantIndex + 5);
        Assert.Equal((HttpStatusCode.Conflict, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains(ErrorCode.BlockClosed, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", false)]
    [InlineData("*/*", false)]
    [InlineData("", false)]
    [InlineData("application/x-ndjson;q=0", false)]
    [InlineData("application/json, application/x-ndjson;q=0.5", false)]
    [InlineData("not a type, ;;;, application/", false)]
    [InlineData("application/json;q=0.5, application/x-ndjson", true)]
    [InlineData("text/html, Application/X-NDJSON", true)]
    public async Task Lines_are_for_those_who_ask_for_them(string accept, bool lines)
    {
        var pool = await TestPool.MakeAsync(host);
        await host.ReachAsync(host.Watch.Latest!.FarmIndex + 1);
        using var response = await AskAsync(pool, host.PlantIndex, wait: 0, accept: accept);
        Assert.Equal(lines ? "application/x-ndjson" : "application/json", response.Content.Headers.ContentType?.MediaType);
    }
}
