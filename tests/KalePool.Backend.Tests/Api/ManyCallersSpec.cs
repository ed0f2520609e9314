using System.Net;
using System.Text;
using KalePool.Backend.Api.Access;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;

namespace KalePool.Backend.Tests.Api;

/// <summary>Callers who are hostile, or merely puzzled: whatever they send, the answer says in one form what was wrong.</summary>
[Collection(ApiCollection.Name)]
public sealed class ManyCallersSpec(BackendHost host)
{
    static PoolClient Admin(BackendHost host) => TestPool.Admin(host);

    public static TheoryData<string> Patterns => [.. RouteTable.Rows.Select(r => r.Pattern).Distinct()];

    string PathOf(string pattern) => pattern.Replace(":guid}", "}", StringComparison.Ordinal).Replace("{id}", $"{Guid.Empty:D}", StringComparison.Ordinal)
        .Replace("{poolerId}", $"{Guid.Empty:D}", StringComparison.Ordinal).Replace("{index}", $"{host.PlantIndex}", StringComparison.Ordinal).Replace("{entity}", "farmer-1", StringComparison.Ordinal);

    [Theory, MemberData(nameof(Patterns))]
    public async Task Another_method_gets_a_problem_that_names_those_there_are(string pattern)
    {
        var methods = RouteTable.Rows.Where(r => r.Pattern == pattern).Select(r => r.Method).ToList();
        foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW" }.Except(methods))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), PathOf(pattern));
            using var response = await host.Http.SendAsync(request);
            Assert.True(response.StatusCode == HttpStatusCode.MethodNotAllowed, $"{method} {pattern}: {(int)response.StatusCode}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(methods.Order(), response.Content.Headers.Allow.Order());
        }
    }

    [Theory]
    [InlineData(Routes.Live)]
    [InlineData(Routes.Ready)]
    [InlineData(Routes.OpenApi)]
    [InlineData(Routes.AdminPoolers)]
    public async Task Head_is_answered_as_get_is_without_a_body(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var asGet = await host.Http.GetAsync(path);
        using var response = await host.Http.SendAsync(request);
        Assert.Equal((asGet.StatusCode, asGet.Content.Headers.ContentType?.MediaType), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/v1/")]
    [InlineData("/api/v2/farmers")]
    [InlineData("/api/v1/farmers/1")]
    [InlineData("/api/v1/farmers/../../etc/passwd")]
    [InlineData("/api/v1/farmers/%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    [InlineData("/api/v1/admin/journal/farmer-%01")]
    [InlineData("/api/v1/admin/journal/%F0%9F%A5%AC")]
    [InlineData("/api/v1/admin/journal/'; DROP TABLE journal; --")]
    [InlineData("/api/v1/admin/blocks/00000000-0000-0000-0000-000000000000/1")]
    public async Task A_path_that_leads_nowhere_is_not_found(string path) => (await Admin(host).GetAsync(path)).Problem(HttpStatusCode.NotFound, ErrorCode.NotFound);

    [Theory]
    [InlineData("/api/v1/admin/blocks/00000000-0000-0000-0000-000000000000/x")]
    [InlineData("/api/v1/admin/blocks/00000000-0000-0000-0000-000000000000/-1")]
    [InlineData("/api/v1/admin/blocks/00000000-0000-0000-0000-000000000000/4294967296")]
    [InlineData("/api/v1/admin/journal/farmer-1/state?at=0")]
    [InlineData("/api/v1/admin/journal/farmer-1/state?at=9223372036854775808")]
    [InlineData("/api/v1/admin/journal?cursor=1&cursor=2")]
    [InlineData("/api/v1/admin/compensations?open=perhaps")]
    public async Task An_argument_of_the_path_or_query_that_is_none_is_named_a_wrong_one(string path) => (await Admin(host).GetAsync(path)).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed);

    [Fact]
    public async Task A_body_beyond_the_limit_is_too_large()
    {
        var pool = await TestPool.MakeAsync(host);
        var answer = await pool.Client.SendAsync(HttpMethod.Post, Routes.PlantRequest, $"{{\"pad\":\"{new string('x', 300_000)}\"}}");
        answer.Problem(HttpStatusCode.RequestEntityTooLarge, ErrorCode.ValidationFailed);
    }

    [Fact]
    public async Task A_body_of_another_kind_is_not_read()
    {
        var pool = await TestPool.MakeAsync(host);
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.PlantRequest) { Content = new StringContent("block_index=1", Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Authorization = new("Bearer", pool.Key);
        using var response = await host.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_field_that_stands_twice_is_refused_and_one_that_nobody_knows_is_passed_over()
    {
        var pool = await TestPool.MakeAsync(host);
        var block = host.PlantIndex;
        var twice = $$"""{"block_index":{{block}},"pooler_id":"{{pool.Id:D}}","pooler_id":"{{Guid.NewGuid():D}}","max_farmers_capacity":1,"timestamp":"2026-01-01T00:00:00Z"}""";
        (await pool.Client.SendAsync(HttpMethod.Post, Routes.PlantRequest, twice)).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed);
        var more = $$"""{"block_index":{{block}},"pooler_id":"{{pool.Id:D}}","max_farmers_capacity":1,"timestamp":"2026-01-01T00:00:00Z","a_field_of_tomorrow":{"a":[1]} }""";
        (await pool.Client.SendAsync(HttpMethod.Post, Routes.PlantRequest, more, waitSeconds: 0)).With(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_farmer_who_stands_twice_in_a_report_is_refused()
    {
        var pool = await TestPool.MakeAsync(host);
        var farmer = Guid.NewGuid();
        var detail = (await pool.Client.PostAsync(Routes.WorkComplete, pool.WorkReport(1, farmer, farmer), waitSeconds: 0)).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed);
        Assert.StartsWith("work_results.farmer_id", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_beyond_their_limit_are_refused_by_name()
    {
        var pool = await TestPool.MakeAsync(host);
        var many = Enumerable.Range(0, 101).Select(_ => Guid.NewGuid()).ToArray();
        Assert.StartsWith("work_results", (await pool.Client.PostAsync(Routes.WorkComplete, pool.WorkReport(1, many), waitSeconds: 0)).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
        Assert.StartsWith("harvest_blocks.farmer_ids", (await pool.HarvestAsync(1, many)).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_others_could_not_read_as_it_is_is_refused()
    {
        foreach (var name in new[] { "a\u202eb", "a\u0000b", "a\u200bb", "" })
        {
            var body = new { name, public_key = Stellar.Keys.KeyPair.Random().Address, reward_share = 0, max_farmers = 1 };
            Assert.StartsWith("name", (await Admin(host).PostAsync(Routes.AdminPoolers, body)).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nobody_may_keep_an_answer()
    {
        foreach (var path in new[] { Routes.AdminPoolers, Routes.Live, "/nowhere" })
        {
            using var response = await host.Http.GetAsync(path);
            Assert.True(response.Headers.CacheControl?.NoStore);
            Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        }
    }
}
