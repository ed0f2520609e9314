using System.Net;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;

namespace KalePool.Backend.Tests.Api;

/// <summary>Who may call what. A key is looked at before the body is.</summary>
[Collection(ApiCollection.Name)]
public sealed class AccessSpec(BackendHost host)
{
    static readonly string SomeFarmer = Routes.Farmer(Guid.Parse("2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a"));

    public static TheoryData<string, string> Guarded => new()
    {
        { "POST", Routes.PlantRequest },
        { "POST", Routes.WorkComplete },
        { "POST", Routes.HarvestRequest },
        { "POST", Routes.Heartbeat },
        { "POST", Routes.ConfirmFunding },
        { "GET", SomeFarmer },
        { "POST", Routes.AdminPoolers },
        { "GET", Routes.AdminPoolers },
        { "GET", Routes.AdminBlocks },
        { "GET", Routes.AdminBlock(Guid.Empty, 1) },
    };

    static readonly string[] WrongKeys =
    [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic dXNlcjpwYXNz",
        "Bearer kpp_00000000000000000000000000000000_0000000000000000000000000000000000000000000000000000000000000000",
        "Bearer kpf_00000000000000000000000000000000_0000000000000000000000000000000000000000000000000000000000000000",
        "Bearer kpa_0000000000000000000000000000000000000000000000000000000000000000",
        "Bearer " + BackendHost.AdminKey + " and more",
    ];

    static void IsUnauthorized(Answer answer)
    {
        answer.Problem(HttpStatusCode.Unauthorized, ErrorCode.Unauthorized);
        Assert.Equal("Bearer", answer.Authenticate);
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task Refuses_whoever_has_no_key(string method, string path) => IsUnauthorized(await new PoolClient(host.Http, null).SendAsync(new HttpMethod(method), path, "{}"));

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task Refuses_every_wrong_key(string method, string path)
    {
        foreach (var key in WrongKeys) IsUnauthorized(await new PoolClient(host.Http, null).SendAsync(new HttpMethod(method), path, "no JSON", authorization: key));
    }

    [Fact]
    public async Task Refuses_keys_of_another_kind()
    {
        var pool = await TestPool.MakeAsync(host);
        var farmer = await pool.RegisterAsync();
        foreach (var path in new[] { Routes.PlantRequest, Routes.WorkComplete, Routes.HarvestRequest, Routes.Heartbeat })
        {
            IsUnauthorized(await farmer.Client.PostAsync(path, new { pooler_id = pool.Id }));
            IsUnauthorized(await TestPool.Admin(host).PostAsync(path, new { pooler_id = pool.Id }));
        }
        IsUnauthorized(await pool.Client.PostAsync(Routes.ConfirmFunding, new { farmer_id = farmer.Id }));
        IsUnauthorized(await pool.Client.GetAsync(Routes.Farmer(farmer.Id)));
        foreach (var client in new[] { pool.Client, farmer.Client })
        {
            IsUnauthorized(await client.GetAsync(Routes.AdminPoolers));
            IsUnauthorized(await client.GetAsync(Routes.AdminBlocks));
            IsUnauthorized(await client.PostAsync(Routes.AdminPoolers, new { name = "mine" }));
        }
    }

    [Fact]
    public async Task Forbids_another_poolers_name()
    {
        var (mine, other) = (await TestPool.MakeAsync(host), await TestPool.MakeAsync(host));
        var heartbeat = new { pooler_id = other.Id, version = "1", max_farmers_capacity = 1, block_index = 0, hash_rate = 0, cpu_percent = 0, memory_mb = 0, state = "idle" };
        foreach (var (path, body) in new (string, object)[]
        {
            (Routes.PlantRequest, other.PlantRequest(host.PlantIndex)), (Routes.WorkComplete, other.WorkReport(1)),
            (Routes.HarvestRequest, new { pooler_id = other.Id, harvest_blocks = Array.Empty<object>() }), (Routes.Heartbeat, heartbeat),
        })
        {
            var detail = (await mine.Client.PostAsync(path, body)).Problem(HttpStatusCode.Forbidden, ErrorCode.Forbidden);
            Assert.StartsWith("pooler_id", detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Forbids_another_farmers_name()
    {
        var pool = await TestPool.MakeAsync(host);
        var (mine, other) = (await pool.RegisterAsync(), await pool.RegisterAsync());
        Assert.StartsWith("farmer_id", (await mine.Client.PostAsync(Routes.ConfirmFunding, new { farmer_id = other.Id })).Problem(HttpStatusCode.Forbidden, ErrorCode.Forbidden), StringComparison.Ordinal);
        (await mine.Client.GetAsync(Routes.Farmer(other.Id))).Problem(HttpStatusCode.Forbidden, ErrorCode.Forbidden);
        (await TestPool.Admin(host).GetAsync(Routes.Farmer(other.Id))).With(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_with_one_digit_changed_is_wrong()
    {
        var pool = await TestPool.MakeAsync(host);
        var changed = pool.Key[..^1] + (pool.Key[^1] == '0' ? '1' : '0');
        IsUnauthorized(await new PoolClient(host.Http, changed).PostAsync(Routes.PlantRequest, pool.PlantRequest(1)));
    }

    [Fact]
    public async Task Health_is_open_to_all()
    {
        var anybody = new PoolClient(host.Http, null);
        Assert.Equal("live", (await anybody.GetAsync(Routes.Live)).With(HttpStatusCode.OK).Text);
        Assert.Equal("ready", (await anybody.GetAsync(Routes.Ready)).With(HttpStatusCode.OK).Text);
    }
}
