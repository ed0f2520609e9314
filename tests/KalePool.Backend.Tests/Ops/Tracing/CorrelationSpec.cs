using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Tracing;
using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Tests.Ops.Tracing;

/// <summary>One plant request, as a pooler sends it, through the log of the process that plants.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "xunit ends it by DisposeAsync of its own interface.")]
public sealed class CorrelationSpec : IAsyncLifetime
{
    const string AdminKey = "the admin key of the tests";

    readonly TempFolder _folder = new();
    DevnetServer _devnet = null!;
    BackendProcess _backend = null!;

    public async Task InitializeAsync()
    {
        _devnet = await DevnetServer.StartAsync(new DevnetSettings { LedgerMs = 500, BlockSeconds = 30 }, TimeProvider.System);
        _backend = await BackendProcess.StartAsync(_folder["backend.env"],
        [
            .. _devnet.ClientSettings.Select(s => $"{s.Name}='{s.Value}'"), $"DATABASE_URL=sqlite:{_folder["pool.db"]}", $"KALEPOOL_MASTER_KEY={Convert.ToBase64String(new byte[32])}",
            $"ADMIN_KEY='{AdminKey}'", "ENABLE_METRICS=false", "RATE_LIMIT_REQUESTS_PER_MINUTE=1000000", "LOG_LEVEL=debug", "LOG_FORMAT=json",
        ]);
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        await _devnet.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task One_id_goes_through_request_block_farmer_and_chain()
    {
        var made = (await new PoolClient(_backend.Http, AdminKey).PostAsync(Routes.AdminPoolers, new { name = "north", public_key = KeyPair.Random().Address, reward_share = 0, max_farmers = 10 })).With(HttpStatusCode.Created);
        var (pooler, key) = ((Guid)made["pooler_id"], (string)made["api_key"]!);
        var registered = (await new PoolClient(_backend.Http, null).PostAsync(Routes.Farmers, new { pooler_id = pooler, payout_wallet = KeyPair.Random().Address })).With(HttpStatusCode.Created);
        var farmer = (Guid)registered["farmer_id"];
        using (var friendbot = new HttpClient()) (await friendbot.GetAsync(new Uri($"{_devnet.ClientSettings.Single(s => s.Name == "FRIENDBOT_URL").Value}?addr={(string)registered["custodial_wallet"]!}"))).EnsureSuccessStatusCode();
        var owner = new PoolClient(_backend.Http, (string)registered["farmer_token"]!);
        await Poll.UntilAsync(async () => (await owner.PostAsync(Routes.ConfirmFunding, new { farmer_id = farmer }, waitSeconds: 30)).Status == HttpStatusCode.OK, "the farmer to be active");

        var (block, answered) = await PlantAsync(pooler, key);

        Assert.Equal(BlockTrace.IdOf(pooler, block), answered);
        await Poll.UntilAsync(() => Of(answered).Any(l => Text(l).Contains("\"plant\" of block", StringComparison.Ordinal)), "the plant to be settled");
        var lines = Of(answered).Select(Text).ToList();
        Assert.Contains(lines, l => l.StartsWith("\"POST\" \"/api/v1/pooler/plant-request\" 200", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("take RequestPlants", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains($"farmer {farmer:D}\": \"prepare plant\" of block {block}", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains($"farmer {farmer:D}\": \"plant\" of block {block} is", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("rpc \"sendTransaction\"", StringComparison.Ordinal));
        // What belongs to nobody's block has ids of its own.
        Assert.Contains(_backend.Lines.Select(Json).OfType<JsonNode>(), l => (string?)l["@tr"] is { } id && id != answered);
    }

    /// <summary>The refusal of a block says which one is open; again until it is that one's time.</summary>
    async Task<(uint Block, string CorrelationId)> PlantAsync(Guid pooler, string key)
    {
        (uint, string)? planted = null;
        await Poll.UntilAsync(
            async () =>
            {
                var (refused, _) = await AskAsync(0);
                var open = uint.Parse(((string)refused["detail"]!).Split(' ')[^1], CultureInfo.InvariantCulture);
                var (answer, id) = await AskAsync(open);
                if ((int?)answer["summary"]?["successful_plants"] == 1) planted = (open, id);
                return planted is not null;
            },
            "a plant");
        return planted!.Value;

        async Task<(JsonNode Answer, string CorrelationId)> AskAsync(uint block)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Routes.PlantRequest)
            {
                Content = new StringContent($$"""{"block_index":{{block}},"pooler_id":"{{pooler}}","max_farmers_capacity":10,"timestamp":"2026-01-01T00:00:00Z"}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new("Bearer", key);
            request.Headers.Add("traceparent", BlockTrace.ParentOf(pooler, block));
            request.Headers.Add("Prefer", "wait=10");
            using var response = await _backend.Http.SendAsync(request);
            return (JsonNode.Parse(await response.Content.ReadAsStringAsync())!, response.Headers.GetValues("X-Correlation-Id").Single());
        }
    }

    IEnumerable<JsonNode> Of(string trace) => _backend.Lines.Select(Json).OfType<JsonNode>().Where(l => (string?)l["@tr"] == trace);

    static string Text(JsonNode line) => (string)line["@m"]!;

    static JsonNode? Json(string line) => line.StartsWith('{') ? JsonNode.Parse(line) : null;
}
