using System.Net;
using KalePool.Backend.Api.Access;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Pages.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace KalePool.Backend.Tests.Api;

/// <summary>Every route with every kind of wrong caller: 401 or 403 each time, never data. A key is looked at before the body is.</summary>
[Collection(ApiCollection.Name)]
public sealed class AccessSpec(BackendHost host)
{
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

    /// <summary>By method and path, so that the names of tests can be read.</summary>
    public static TheoryData<string, string> Guarded
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var row in RouteTable.Rows.Where(r => r.Right != Right.Anybody)) rows.Add(row.Method, row.Pattern);
            return rows;
        }
    }

    static string PathOf(string pattern, Guid id) => pattern.Replace("{id:guid}", $"{id:D}", StringComparison.Ordinal)
        .Replace("{poolerId:guid}", $"{id:D}", StringComparison.Ordinal).Replace("{index}", "1", StringComparison.Ordinal).Replace("{entity}", $"farmer-{id:N}", StringComparison.Ordinal);

    static void IsUnauthorized(Answer answer)
    {
        answer.Problem(HttpStatusCode.Unauthorized, ErrorCode.Unauthorized);
        Assert.Equal("Bearer", answer.Authenticate);
    }

    Task<Answer> SendAsync(string method, string path, string? authorization) =>
        new PoolClient(host.Http, null).SendAsync(new HttpMethod(method), path, method == "GET" ? null : "no JSON", authorization: authorization);

    [Fact]
    public void Every_route_that_is_served_is_in_the_table_and_no_other()
    {
        var served = host.Endpoints.OfType<RouteEndpoint>().Where(e =>
            e.RoutePattern.RawText != Routes.OpenApi.Replace("v1", "{documentName}", StringComparison.Ordinal) && e.Metadata.GetMetadata<PageRow>() is null && !IsFileOfPages(e)).ToList();

        Assert.Equal(
            RouteTable.Rows.Select(r => $"{r.Method} {r.Pattern}").Order(),
            served.Select(e => $"{e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Single()} {e.RoutePattern.RawText}").Order());
        Assert.All(served, e => Assert.NotNull(e.Metadata.GetMetadata<RouteRow>()));
    }

    [Fact]
    public void Every_page_that_is_served_is_in_the_table_and_no_other()
    {
        var served = host.Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<PageRow>() is { Pattern: var pattern } && !pattern.StartsWith("/_blazor", StringComparison.Ordinal)).ToList();

        Assert.Equal(PageTable.Rows.Select(r => r.Pattern).Order(), served.Select(e => e.Metadata.GetMetadata<PageRow>()!.Pattern).Distinct().Order());
        Assert.All(served, e => Assert.Equal(e.Metadata.GetMetadata<PageRow>()!.Right == PageRight.Anybody, e.Metadata.GetMetadata<IAllowAnonymous>() is not null));
        Assert.All(host.Endpoints.Where(e => e.Metadata.GetMetadata<PageRow>() is { Right: not PageRight.Anybody }), e => Assert.NotNull(e.Metadata.GetMetadata<IAuthorizeData>()));
    }

    /// <summary>Scripts and styles, the same for everybody.</summary>
    static bool IsFileOfPages(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText?.TrimStart('/') is { } path &&
        (path.StartsWith("_framework/", StringComparison.Ordinal) || path.StartsWith("_content/", StringComparison.Ordinal));

    [Theory, MemberData(nameof(Guarded))]
    public async Task Refuses_whoever_has_no_key(string method, string pattern) => IsUnauthorized(await SendAsync(method, PathOf(pattern, Guid.Empty), null));

    [Theory, MemberData(nameof(Guarded))]
    public async Task Refuses_every_wrong_key(string method, string pattern)
    {
        foreach (var key in WrongKeys) IsUnauthorized(await SendAsync(method, PathOf(pattern, Guid.Empty), key));
    }

    [Theory, MemberData(nameof(Guarded))]
    public async Task Forbids_keys_of_another_kind(string method, string pattern)
    {
        var pool = await TestPool.MakeAsync(host);
        var farmer = await pool.RegisterAsync();
        var other = await pool.RegisterAsync();
        var right = RouteTable.Find(method, pattern).Right;
        (Right Kind, string Key)[] keys = [(Right.Pooler, pool.Key), (Right.Farmer, farmer.Token), (Right.Admin, BackendHost.AdminKey)];
        var mayEnter = right == Right.OwnFarmerOrAdmin ? [Right.Admin] : new[] { right };
        foreach (var (kind, key) in keys.Where(k => !mayEnter.Contains(k.Kind)))
        {
            foreach (var id in new[] { pool.Id, other.Id, Guid.NewGuid() })
                (await SendAsync(method, PathOf(pattern, id), "Bearer " + key)).Problem(HttpStatusCode.Forbidden, ErrorCode.Forbidden);
        }
    }

    [Theory, MemberData(nameof(Guarded))]
    public async Task Refuses_a_key_that_was_rotated_away(string method, string pattern)
    {
        var pool = await TestPool.MakeAsync(host);
        (await TestPool.Admin(host).PostAsync(Routes.AdminPooler(pool.Id) + Routes.RotateKey, new { })).With(HttpStatusCode.OK);

        IsUnauthorized(await SendAsync(method, PathOf(pattern, pool.Id), "Bearer " + pool.Key));
    }

    [Fact]
    public async Task Forbids_another_poolers_name()
    {
        var (mine, other) = (await TestPool.MakeAsync(host), await TestPool.MakeAsync(host));
        var heartbeat = new { pooler_id = other.Id, version = "1", max_farmers_capacity = 1, block_index = 0, hash_rate = 0, cpu_percent = 0, memory_mb = 0, state = "idle" };
        foreach (var (path, body) in new (string, object)[]
        {
            (Routes.PlantRequest, other.PlantRequest(host.PlantIndex)), (Routes.WorkComplete, other.WorkReport(1)), (Routes.WorkSubmit, new { block_index = 1, pooler_id = other.Id, work = Array.Empty<object>() }),
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
        (await mine.Client.GetAsync(Routes.Farmer(mine.Id))).With(HttpStatusCode.OK);
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
