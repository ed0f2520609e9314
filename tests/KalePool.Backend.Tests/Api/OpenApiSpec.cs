using System.Net;
using System.Text.Json.Nodes;
using KalePool.Backend.Api.Access;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Tests.Api;

/// <summary>The API's description against the running server.</summary>
[Collection(ApiCollection.Name)]
public sealed class OpenApiSpec(BackendHost host)
{
    async Task<JsonNode> DocumentAsync() => (await new PoolClient(host.Http, null).GetAsync(Routes.OpenApi)).With(HttpStatusCode.OK).Json!;

    /// <summary>Constraints of a path's parts do not belong into the description.</summary>
    static string Described(string pattern) => pattern.Replace(":guid}", "}", StringComparison.Ordinal);

    [Fact]
    public async Task Describes_every_route_with_its_rights_body_and_answers()
    {
        var document = await DocumentAsync();
        var described = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(m => (Method: m.Key.ToUpperInvariant(), Path: p.Key, Operation: m.Value!))).ToList();

        Assert.Equal(RouteTable.Rows.Select(r => $"{r.Method} {Described(r.Pattern)}").Order(), described.Select(d => $"{d.Method} {d.Path}").Order());
        foreach (var row in RouteTable.Rows)
        {
            var operation = described.Single(d => d.Method == row.Method && d.Path == Described(row.Pattern)).Operation;
            Assert.Equal(row.Right != Right.Anybody, operation["security"] is not null);
            Assert.Equal(row.Request is not null, operation["requestBody"] is not null);
            var statuses = operation["responses"]!.AsObject().Select(r => r.Key).ToList();
            Assert.All(row.Answers, a => Assert.Contains($"{a.Status}", statuses));
            Assert.Equal(row.Right != Right.Anybody, statuses.Contains("401") && statuses.Contains("403"));
        }
    }

    [Fact]
    public async Task Plants_are_described_whole_and_line_by_line()
    {
        var document = await DocumentAsync();
        var content = document["paths"]![Routes.PlantRequest]!["post"]!["responses"]!["200"]!["content"]!;
        Assert.Contains("planted_farmers", Resolve(document, content["application/json"]!["schema"]!)["properties"]!.AsObject().Select(p => p.Key));
        Assert.Equal(["failed", "pending", "planted", "summary"], Resolve(document, content["application/x-ndjson"]!["schema"]!)["properties"]!.AsObject().Select(p => p.Key).Order());
    }

    [Fact]
    public async Task What_the_server_answers_is_of_the_described_shape()
    {
        var document = await DocumentAsync();
        var (admin, anybody) = (TestPool.Admin(host), new PoolClient(host.Http, null));
        var pool = await TestPool.MakeAsync(host);
        var farmer = await pool.JoinAsync();
        var index = host.PlantIndex;
        var planted = await pool.PlantAsync(index);
        var beat = new { pooler_id = pool.Id, version = "1", max_farmers_capacity = 1, block_index = 0, hash_rate = 0, cpu_percent = 0, memory_mb = 0, state = "idle" };
        var created = new { name = "a pool", public_key = KeyPair.Random().Address, reward_share = 0, max_farmers = 3 };
        var registration = new { pooler_id = pool.Id, payout_wallet = KeyPair.Random().Address };

        Matches(document, "post", Routes.PlantRequest, planted);
        Matches(document, "post", Routes.WorkComplete, await pool.Client.PostAsync(Routes.WorkComplete, pool.WorkReport(index, farmer.Id), waitSeconds: 0));
        Matches(document, "post", Routes.HarvestRequest, await pool.HarvestAsync(index - 1, farmer.Id));
        Matches(document, "post", Routes.Heartbeat, await pool.Client.PostAsync(Routes.Heartbeat, beat));
        Matches(document, "post", Routes.Farmers, await anybody.PostAsync(Routes.Farmers, registration));
        Matches(document, "post", Routes.ConfirmFunding, await farmer.ConfirmAsync());
        Matches(document, "get", Routes.Farmers + "/{id}", await farmer.ShowAsync());
        Matches(document, "post", Routes.Challenge, await anybody.PostAsync(Routes.Challenge, new { farmer_id = farmer.Id, purpose = "token" }));
        Matches(document, "post", Routes.Farmers + "/{id}" + Routes.PayoutWallet, await farmer.Client.PostAsync(Routes.Farmer(farmer.Id) + Routes.PayoutWallet, new { payout_wallet = registration.payout_wallet }));
        Matches(document, "post", Routes.AdminPoolers, await admin.PostAsync(Routes.AdminPoolers, created));
        Matches(document, "get", Routes.AdminPoolers, await admin.GetAsync(Routes.AdminPoolers));
        Matches(document, "get", Routes.AdminPoolers + "/{id}", await admin.GetAsync(Routes.AdminPooler(pool.Id)));
        Matches(document, "post", Routes.AdminPoolers + "/{id}" + Routes.Deactivate, await admin.PostAsync(Routes.AdminPooler(pool.Id) + Routes.Deactivate, new { }));
        Matches(document, "post", Routes.AdminPoolers + "/{id}" + Routes.Activate, await admin.PostAsync(Routes.AdminPooler(pool.Id) + Routes.Activate, new { }));
        Matches(document, "post", Routes.AdminPoolers + "/{id}" + Routes.RotateKey, await admin.PostAsync(Routes.AdminPooler(pool.Id) + Routes.RotateKey, new { }));
        Matches(document, "get", Routes.AdminFarmers, await admin.GetAsync(Routes.AdminFarmers + "?limit=3"));
        await host.ProjectedAsync();
        foreach (var list in new[] { Routes.Plantings, Routes.Works, Routes.Harvests, Routes.Statement })
            Matches(document, "get", Routes.Farmers + "/{id}" + list, await farmer.Client.GetAsync(Routes.Farmer(farmer.Id) + list));
        foreach (var list in new[] { Routes.AdminCompensations, Routes.AdminActs, Routes.AdminJournal }) Matches(document, "get", list, await admin.GetAsync(list));
        Matches(document, "get", Routes.AdminJournal + "/{entity}", await admin.GetAsync($"{Routes.AdminJournal}/farmer-{farmer.Id:N}"));
        Matches(document, "get", Routes.AdminJournal + "/{entity}" + Routes.State, await admin.GetAsync($"{Routes.AdminJournal}/farmer-{farmer.Id:N}{Routes.State}?at=2"));
        Matches(document, "get", Routes.AdminBlocks, await admin.GetAsync(Routes.AdminBlocks));
        Matches(document, "get", Routes.AdminBlocks + "/{poolerId}/{index}", await admin.GetAsync(Routes.AdminBlock(pool.Id, index)));
        Matches(document, "get", Routes.AdminCluster, await admin.GetAsync(Routes.AdminCluster));
        Matches(document, "post", Routes.ConfirmFunding, await anybody.PostAsync(Routes.ConfirmFunding, new { farmer_id = farmer.Id }), 401);
    }

    static void Matches(JsonNode document, string method, string path, Answer answer, int? expected = null)
    {
        var status = (int)answer.Status;
        Assert.True(expected is { } e ? status == e : status is >= 200 and < 300, $"{path}: {status} {answer.Text}");
        var content = document["paths"]![path]![method]!["responses"]![$"{status}"]!["content"]!.AsObject();
        Assert.Contains(answer.ContentType, content.Select(c => c.Key));
        Check(document, Resolve(document, content[answer.ContentType!]!["schema"]!), answer.Json, path);
    }

    static JsonNode Resolve(JsonNode document, JsonNode schema)
    {
        while (true)
        {
            if (schema["$ref"] is { } reference) schema = document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!;
            else if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices) schema = choices.First(c => (string?)c!["type"] != "null")!;
            else return schema;
        }
    }

    static void Check(JsonNode document, JsonNode schema, JsonNode? value, string where)
    {
        schema = Resolve(document, schema);
        // JSON of any shape.
        if (schema.AsObject().All(field => field.Key == "description")) return;
        if (schema["properties"] is JsonObject properties)
        {
            var fields = Assert.IsType<JsonObject>(value);
            foreach (var (name, field) in fields)
            {
                Assert.True(properties.ContainsKey(name), $"{where}.{name} is not described");
                Check(document, properties[name]!, field, $"{where}.{name}");
            }
            foreach (var required in schema["required"]?.AsArray() ?? []) Assert.True(fields.ContainsKey((string)required!), $"{where}.{required} is described as always there");
        }
        else if (schema["items"] is { } items)
        {
            foreach (var item in Assert.IsType<JsonArray>(value)) Check(document, items, item, where + "[]");
        }
        else
        {
            var types = schema["type"] is JsonArray several ? several.Select(t => (string)t!).ToList() : [(string?)schema["type"] ?? ""];
            var kind = value is null ? "null" : value.GetValueKind() switch
            {
                System.Text.Json.JsonValueKind.Number => "number",
                System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "boolean",
                var k => k.ToString().ToLowerInvariant(),
            };
            Assert.True(types.Contains(kind) || (kind == "number" && types.Contains("integer")), $"{where}: {kind} came, {string.Join(" or ", types)} is described");
        }
    }
}
