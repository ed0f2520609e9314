using System.Net;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Tests.Api;

/// <summary>What an operator does with a pooler after he was made.</summary>
[Collection(ApiCollection.Name)]
public sealed class PoolerLifeSpec(BackendHost host)
{
    static string Of(TestPool pool, string act) => Routes.AdminPooler(pool.Id) + act;

    PoolClient Admin => TestPool.Admin(host);

    [Fact]
    public async Task A_rotated_key_opens_what_the_old_one_did()
    {
        var pool = await TestPool.MakeAsync(host);
        var rotated = (await Admin.PostAsync(Of(pool, Routes.RotateKey), new { })).With(HttpStatusCode.OK);
        Assert.Equal(pool.Id, (Guid)rotated["pooler_id"]);
        var renewed = new PoolClient(host.Http, (string)rotated["api_key"]!);

        (await renewed.PostAsync(Routes.HarvestRequest, new { pooler_id = pool.Id, harvest_blocks = Array.Empty<object>() })).With(HttpStatusCode.OK);
        (await pool.Client.PostAsync(Routes.HarvestRequest, new { pooler_id = pool.Id, harvest_blocks = Array.Empty<object>() })).Problem(HttpStatusCode.Unauthorized, ErrorCode.Unauthorized);
    }

    [Fact]
    public async Task A_deactivated_pooler_takes_no_farmers_and_hears_of_it_until_he_is_activated()
    {
        var pool = await TestPool.MakeAsync(host);
        var beat = new { pooler_id = pool.Id, version = "1", max_farmers_capacity = 1, block_index = 0, hash_rate = 0, cpu_percent = 0, memory_mb = 0, state = "idle" };
        var registration = new { pooler_id = pool.Id, payout_wallet = KeyPair.Random().Address };

        Assert.False((bool)(await Admin.PostAsync(Of(pool, Routes.Deactivate), new { })).With(HttpStatusCode.OK)["is_active"]);
        Assert.False((bool)(await Admin.GetAsync(Routes.AdminPooler(pool.Id))).With(HttpStatusCode.OK)["is_active"]);
        Assert.False((bool)(await pool.Client.PostAsync(Routes.Heartbeat, beat)).With(HttpStatusCode.OK)["active"]);
        (await new PoolClient(host.Http, null).PostAsync(Routes.Farmers, registration)).Problem(HttpStatusCode.Conflict, ErrorCode.Conflict);
        (await pool.Client.PostAsync(Routes.PlantRequest, pool.PlantRequest(host.PlantIndex))).Problem(HttpStatusCode.Forbidden, ErrorCode.Forbidden);

        Assert.True((bool)(await Admin.PostAsync(Of(pool, Routes.Activate), new { })).With(HttpStatusCode.OK)["is_active"]);
        Assert.True((bool)(await pool.Client.PostAsync(Routes.Heartbeat, beat)).With(HttpStatusCode.OK)["active"]);
        (await new PoolClient(host.Http, null).PostAsync(Routes.Farmers, registration)).With(HttpStatusCode.Created);
    }

    [Fact]
    public async Task No_two_poolers_have_one_account()
    {
        var pooler = new { name = "a pool", public_key = KeyPair.Random().Address, reward_share = 0, max_farmers = 1 };
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Admin.PostAsync(Routes.AdminPoolers, pooler)));
        var made = Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        foreach (var other in answers.Where(a => a != made).Append(await Admin.PostAsync(Routes.AdminPoolers, pooler)))
            Assert.StartsWith("public_key", other.Problem(HttpStatusCode.Conflict, ErrorCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(1, (int)(await Admin.GetAsync(Routes.AdminPooler((Guid)made["pooler_id"]))).With(HttpStatusCode.OK)["max_farmers"]);
    }

    [Theory]
    [InlineData("POST", Routes.RotateKey)]
    [InlineData("POST", Routes.Deactivate)]
    [InlineData("POST", Routes.Activate)]
    [InlineData("GET", "")]
    public async Task Nobody_is_not_found(string method, string act)
    {
        var answer = await Admin.SendAsync(new HttpMethod(method), Routes.AdminPooler(Guid.NewGuid()) + act);
        answer.Problem(HttpStatusCode.NotFound, ErrorCode.NotFound);
    }
}
