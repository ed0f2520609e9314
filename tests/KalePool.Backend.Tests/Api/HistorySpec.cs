using System.Net;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;

namespace KalePool.Backend.Tests.Api;

/// <summary>The lists' own manners: pages, formats, and what is asked wrongly.</summary>
[Collection(ApiCollection.Name)]
public sealed class HistorySpec(BackendHost host)
{
    PoolClient Admin => TestPool.Admin(host);

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("cursor=1-2", "cursor")]
    [InlineData("cursor=-1-ffffffffffffffffffffffffffffffff", "cursor")]
    public async Task What_is_asked_wrongly_is_named(string query, string field)
    {
        var farmer = await (await TestPool.MakeAsync(host)).RegisterAsync();
        foreach (var path in new[] { Routes.Plantings, Routes.Works, Routes.Harvests, Routes.Statement }.Select(list => Routes.Farmer(farmer.Id) + list)
            .Concat([Routes.AdminPoolers, Routes.AdminFarmers, Routes.AdminBlocks, Routes.AdminCompensations, Routes.AdminActs, Routes.AdminJournal]))
            Assert.StartsWith(field, (await Admin.GetAsync($"{path}?{query}")).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_not_found()
    {
        foreach (var list in new[] { Routes.Plantings, Routes.Works, Routes.Harvests, Routes.Statement }) (await Admin.GetAsync(Routes.Farmer(Guid.NewGuid()) + list)).Problem(HttpStatusCode.NotFound, ErrorCode.NotFound);
        foreach (var of in new[] { "", Routes.State }) (await Admin.GetAsync($"{Routes.AdminJournal}/farmer-{Guid.NewGuid():N}{of}")).Problem(HttpStatusCode.NotFound, ErrorCode.NotFound);
    }

    [Fact]
    public async Task A_statement_comes_as_csv_where_it_is_asked_for()
    {
        var farmer = await (await TestPool.MakeAsync(host)).RegisterAsync();
        var path = Routes.Farmer(farmer.Id) + Routes.Statement;
        var csv = (await farmer.Client.GetAsync(path + "?format=csv&limit=1000")).With(HttpStatusCode.OK);
        Assert.Equal(("text/csv", "time,kind,block_index,outcome,staked,stake_returned,reward,change,xlm_fee,ledger,transaction_hash,error,compensation,compensation_open\r\n"), (csv.ContentType, csv.Text));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", farmer.Token);
        request.Headers.Accept.ParseAdd("text/csv");
        using var negotiated = await host.Http.SendAsync(request);
        Assert.Equal("text/csv", negotiated.Content.Headers.ContentType?.MediaType);
        Assert.Equal("application/json", (await farmer.Client.GetAsync(path + "?format=json")).With(HttpStatusCode.OK).ContentType);
        Assert.StartsWith("format", (await farmer.Client.GetAsync(path + "?format=pdf")).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_journal_shows_an_entity_as_it_was()
    {
        var pool = await TestPool.MakeAsync(host);
        var farmer = await pool.JoinAsync();
        var of = $"{Routes.AdminJournal}/farmer-{farmer.Id:N}";
        var events = (await Admin.GetAsync(of + "?limit=2")).With(HttpStatusCode.OK);
        Assert.Equal(["farmer-registered:1", "trustline-submitted:1"], events["events"].AsArray().Select(e => (string?)e!["event"]));
        Assert.Equal(farmer.Wallet, (string?)events["events"][0]!["data"]!["custodial_wallet"]);
        var rest = (await Admin.GetAsync($"{of}?cursor={(string?)events["next_cursor"]}")).With(HttpStatusCode.OK);
        Assert.Equal(3, (int)rest["events"][0]!["sequence_number"]!);

        Assert.Equal("awaiting_funding", (string?)(await Admin.GetAsync(of + Routes.State + "?at=1")).With(HttpStatusCode.OK)["state"]["status"]);
        Assert.Equal("active", (string?)(await Admin.GetAsync(of + Routes.State)).With(HttpStatusCode.OK)["state"]["status"]);
        (await Admin.GetAsync(of + Routes.State + "?at=1000")).Problem(HttpStatusCode.NotFound, ErrorCode.NotFound);
        Assert.StartsWith("at", (await Admin.GetAsync(of + Routes.State + "?at=0")).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);

        var newest = (await Admin.GetAsync(Routes.AdminJournal + "?limit=3")).With(HttpStatusCode.OK);
        var positions = newest["events"].AsArray().Select(e => (long)e!["position"]!).ToList();
        Assert.Equal(positions.OrderDescending(), positions);
        Assert.True((long)(await Admin.GetAsync($"{Routes.AdminJournal}?cursor={(string?)newest["next_cursor"]}")).With(HttpStatusCode.OK)["events"][0]!["position"]! < positions[^1]);
    }

    [Fact]
    public async Task Operators_see_when_a_pooler_was_last_heard_of()
    {
        var pool = await TestPool.MakeAsync(host);
        await host.ProjectedAsync();
        var beat = new { pooler_id = pool.Id, version = "1", max_farmers_capacity = 1, block_index = 0, hash_rate = 0, cpu_percent = 0, memory_mb = 0, state = "idle" };
        (await pool.Client.PostAsync(Routes.Heartbeat, beat)).With(HttpStatusCode.OK);
        var shown = (await Admin.GetAsync(Routes.AdminPoolers)).With(HttpStatusCode.OK)["poolers"].AsArray().Single(p => (Guid)p!["pooler_id"]! == pool.Id)!;
        Assert.True((DateTimeOffset)shown["last_seen"]! > (DateTimeOffset)shown["created_at"]!);
    }
}
