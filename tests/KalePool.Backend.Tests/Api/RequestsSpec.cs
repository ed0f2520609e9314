using System.Net;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;

namespace KalePool.Backend.Tests.Api;

/// <summary>Wrong requests: each is answered by a problem whose detail begins with what is wrong.</summary>
[Collection(ApiCollection.Name)]
public sealed class RequestsSpec(BackendHost host)
{
    const string Wallet = "GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE";
    const string Uuid = "2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a";

    PoolClient Anybody => new(host.Http, null);

    static void IsInvalid(Answer answer, string start)
    {
        var detail = answer.Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed);
        Assert.StartsWith(start + ":", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("KalePool.", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("null", "body")]
    [InlineData("[]", "body")]
    [InlineData("1", "body")]
    [InlineData("{", "body")]
    [InlineData("{}}", "body")]
    [InlineData("pooler_id=1", "body")]
    [InlineData("""{"pooler_id":"2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a","payout_wallet":"\ud800"}""", "payout_wallet")]
    [InlineData("""{"\ud800":1}""", "body")]
    [InlineData("{}", "pooler_id, payout_wallet")]
    [InlineData("""{"pooler_id":"2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a"}""", "payout_wallet")]
    [InlineData("""{"pooler_id":null,"payout_wallet":"G"}""", "pooler_id")]
    [InlineData("""{"pooler_id":"1","payout_wallet":"G"}""", "pooler_id")]
    [InlineData("""{"pooler_id":{},"payout_wallet":"G"}""", "pooler_id")]
    [InlineData("""{"pooler_id":"2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a","payout_wallet":5}""", "payout_wallet")]
    [InlineData("""{"pooler_id":"2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a","payout_wallet":"G"}""", "payout_wallet")]
    [InlineData("""{"pooler_id":"2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a","payout_wallet":"CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA"}""", "payout_wallet")]
    public Task Registration_names_what_is_wrong(string body, string field) => RefusesAsync(Anybody, Routes.Farmers, body, field);

    [Theory]
    [InlineData("1.0001")]
    [InlineData("-0.1")]
    [InlineData("0.12345")]
    [InlineData("\"0.5\"")]
    [InlineData("1e400")]
    public Task Registration_refuses_a_stake_percentage_that_is_none(string percentage) =>
        RefusesAsync(Anybody, Routes.Farmers, $$"""{"pooler_id":"{{Uuid}}","payout_wallet":"{{Wallet}}","stake_percentage":{{percentage}}}""", "stake_percentage");

    [Fact]
    public Task Registration_names_an_unknown_pooler() =>
        RefusesAsync(Anybody, Routes.Farmers, $$"""{"pooler_id":"{{Uuid}}","payout_wallet":"{{Wallets.Of("payout").Address}}"}""", "pooler_id");

    [Theory]
    [InlineData("""{"name":""}""", "public_key, reward_share, max_farmers")]
    [InlineData("""{"name":"","public_key":"GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE","reward_share":0,"max_farmers":1}""", "name")]
    [InlineData("""{"name":"a\u0007b","public_key":"GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE","reward_share":0,"max_farmers":1}""", "name")]
    [InlineData("""{"name":"a","public_key":"G","reward_share":0,"max_farmers":1}""", "public_key")]
    [InlineData("""{"name":"a","public_key":"GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE","reward_share":2,"max_farmers":1}""", "reward_share")]
    [InlineData("""{"name":"a","public_key":"GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE","reward_share":0,"max_farmers":0}""", "max_farmers")]
    [InlineData("""{"name":"a","public_key":"GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE","reward_share":0,"max_farmers":101}""", "max_farmers")]
    [InlineData("""{"name":"a","public_key":"GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE","reward_share":0,"max_farmers":1.5}""", "max_farmers")]
    public Task Creating_a_pooler_names_what_is_wrong(string body, string field) => RefusesAsync(TestPool.Admin(host), Routes.AdminPoolers, body, field);

    [Theory]
    [InlineData(Routes.PlantRequest, """{"pooler_id":"@"}""", "block_index, max_farmers_capacity, timestamp")]
    [InlineData(Routes.PlantRequest, """{"pooler_id":"@","block_index":-1,"max_farmers_capacity":1,"timestamp":"2026-01-01T00:00:00Z"}""", "block_index")]
    [InlineData(Routes.PlantRequest, """{"pooler_id":"@","block_index":4294967296,"max_farmers_capacity":1,"timestamp":"2026-01-01T00:00:00Z"}""", "block_index")]
    [InlineData(Routes.PlantRequest, """{"pooler_id":"@","block_index":1,"max_farmers_capacity":-1,"timestamp":"2026-01-01T00:00:00Z"}""", "max_farmers_capacity")]
    [InlineData(Routes.PlantRequest, """{"pooler_id":"@","block_index":1,"max_farmers_capacity":1,"timestamp":"today"}""", "timestamp")]
    [InlineData(Routes.WorkSubmit, """{"pooler_id":"@","block_index":1}""", "work")]
    [InlineData(Routes.WorkSubmit, """{"pooler_id":"@","block_index":1,"work":[{"farmer_id":"@","nonce":-1,"hash":"aa"}]}""", "work[0].nonce")]
    [InlineData(Routes.WorkComplete, """{"pooler_id":"@","block_index":1,"timestamp":"2026-01-01T00:00:00Z"}""", "work_results")]
    [InlineData(Routes.WorkComplete, """{"pooler_id":"@","block_index":1,"timestamp":"2026-01-01T00:00:00Z","work_results":{}}""", "work_results")]
    [InlineData(Routes.WorkComplete, """{"pooler_id":"@","block_index":1,"timestamp":"2026-01-01T00:00:00Z","work_results":[null]}""", "work_results[0]")]
    [InlineData(Routes.WorkComplete, """{"pooler_id":"@","block_index":1,"timestamp":"2026-01-01T00:00:00Z","work_results":[{"status":"failed","error":"x"}]}""", "work_results[0].farmer_id")]
    [InlineData(Routes.WorkComplete, """{"pooler_id":"@","block_index":1,"timestamp":"2026-01-01T00:00:00Z","work_results":[{"farmer_id":"@","status":"done"}]}""", "work_results.status")]
    [InlineData(Routes.WorkComplete, """{"pooler_id":"@","block_index":1,"timestamp":"2026-01-01T00:00:00Z","work_results":[{"farmer_id":"@","status":"failed"}]}""", "work_results.error")]
    [InlineData(Routes.WorkComplete, """{"pooler_id":"@","block_index":1,"timestamp":"2026-01-01T00:00:00Z","work_results":[{"farmer_id":"@","status":"failed","error":"a\u0000b"}]}""", "work_results.error")]
    [InlineData(Routes.WorkComplete, """{"pooler_id":"@","block_index":1,"timestamp":"2026-01-01T00:00:00Z","work_results":[{"farmer_id":"@","status":"success"}]}""", "work_results.nonce")]
    [InlineData(Routes.WorkComplete, """{"pooler_id":"@","block_index":1,"timestamp":"2026-01-01T00:00:00Z","work_results":[{"farmer_id":"@","status":"success","nonce":1}]}""", "work_results.hash")]
    [InlineData(Routes.WorkComplete, """{"pooler_id":"@","block_index":1,"timestamp":"2026-01-01T00:00:00Z","work_results":[{"farmer_id":"@","status":"success","nonce":18446744073709551616}]}""", "work_results[0].nonce")]
    [InlineData(Routes.HarvestRequest, """{"pooler_id":"@"}""", "harvest_blocks")]
    [InlineData(Routes.HarvestRequest, """{"pooler_id":"@","harvest_blocks":[null]}""", "harvest_blocks[0]")]
    [InlineData(Routes.HarvestRequest, """{"pooler_id":"@","harvest_blocks":[{"block_index":1}]}""", "harvest_blocks[0].farmer_ids")]
    [InlineData(Routes.HarvestRequest, """{"pooler_id":"@","harvest_blocks":[{"block_index":1,"farmer_ids":[null]}]}""", "harvest_blocks[0].farmer_ids[0]")]
    [InlineData(Routes.HarvestRequest, """{"pooler_id":"@","harvest_blocks":[{"block_index":1,"farmer_ids":["x"]}]}""", "harvest_blocks[0].farmer_ids[0]")]
    [InlineData(Routes.HarvestRequest, """{"pooler_id":"@","harvest_blocks":[{"block_index":1,"farmer_ids":[]},{"block_index":1,"farmer_ids":[]}]}""", "harvest_blocks.block_index")]
    [InlineData(Routes.Heartbeat, """{"pooler_id":"@","version":"1"}""", "max_farmers_capacity, block_index, hash_rate, cpu_percent, memory_mb, state")]
    [InlineData(Routes.Heartbeat, """{"pooler_id":"@","version":"1","max_farmers_capacity":1,"block_index":1,"hash_rate":"fast","cpu_percent":1,"memory_mb":1,"state":"idle"}""", "hash_rate")]
    public async Task Pooler_routes_name_what_is_wrong(string path, string body, string field)
    {
        var pool = await TestPool.MakeAsync(host);
        await RefusesAsync(pool.Client, path, body.Replace("@", pool.Id.ToString("D"), StringComparison.Ordinal), field);
    }

    [Fact]
    public async Task Lists_have_a_most()
    {
        var pool = await TestPool.MakeAsync(host);
        var ids = Enumerable.Range(0, 101).Select(_ => Guid.NewGuid()).ToArray();
        IsInvalid(await pool.Client.PostAsync(Routes.WorkComplete, pool.WorkReport(1, ids)), "work_results");
        IsInvalid(await pool.HarvestAsync(1, ids), "harvest_blocks.farmer_ids");
        var blocks = Enumerable.Range(0, 101).Select(i => new { block_index = i, farmer_ids = Array.Empty<Guid>() });
        IsInvalid(await pool.Client.PostAsync(Routes.HarvestRequest, new { pooler_id = pool.Id, harvest_blocks = blocks }), "harvest_blocks");
    }

    [Fact]
    public async Task Deep_nesting_is_no_JSON_of_ours() => await RefusesAsync(Anybody, Routes.Farmers, string.Concat(Enumerable.Repeat("{\"a\":", 10_000)), "body");

    [Fact]
    public async Task A_body_that_is_too_large_is_413()
    {
        var answer = await Anybody.SendAsync(HttpMethod.Post, Routes.Farmers, $$"""{"payout_wallet":"{{new string('G', 300_000)}}"}""");
        Assert.StartsWith("body:", answer.Problem(HttpStatusCode.RequestEntityTooLarge, ErrorCode.ValidationFailed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/farmers/1", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/admin/blocks/x/1", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/pooler/plant-request", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/api/v1/farmers", HttpStatusCode.MethodNotAllowed)]
    public async Task Unknown_routes_and_methods_are_problems(string method, string path, HttpStatusCode status) =>
        Assert.Contains(path, (await Anybody.SendAsync(new HttpMethod(method), path)).Problem(status, ErrorCode.NotFound), StringComparison.Ordinal);

    [Theory]
    [InlineData("notanumber")]
    [InlineData("-1")]
    [InlineData("4294967296")]
    public async Task A_block_index_that_is_none_is_a_problem(string index)
    {
        var answer = await TestPool.Admin(host).GetAsync($"{Routes.AdminBlocks}/{Uuid}/{index}");
        answer.Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed);
    }

    [Fact]
    public async Task Unknown_blocks_and_farmers_are_not_found()
    {
        (await TestPool.Admin(host).GetAsync(Routes.AdminBlock(Guid.NewGuid(), 5))).Problem(HttpStatusCode.NotFound, ErrorCode.NotFound);
        (await TestPool.Admin(host).GetAsync(Routes.Farmer(Guid.NewGuid()))).Problem(HttpStatusCode.NotFound, ErrorCode.NotFound);
    }

    static async Task RefusesAsync(PoolClient client, string path, string body, string field) => IsInvalid(await client.SendAsync(HttpMethod.Post, path, body), field);
}
