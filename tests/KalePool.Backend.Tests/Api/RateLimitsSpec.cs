using System.Net;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;

namespace KalePool.Backend.Tests.Api;

/// <summary>A backend of its own, which allows very little.</summary>
public sealed class RateLimitsSpec : IAsyncLifetime
{
    const int PerMinute = 4;

    readonly BackendHost _host = new();

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        await _host.StartAsync(("RATE_LIMIT_REQUESTS_PER_MINUTE", $"{PerMinute}"));
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    async Task<List<HttpStatusCode>> AskAsync(string? key, int times)
    {
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < times; i++) answers.Add((await new PoolClient(_host.Http, key).GetAsync(Routes.AdminPoolers)).Status);
        return answers;
    }

    [Fact]
    public async Task Each_key_and_each_address_without_one_has_so_many_requests_a_minute()
    {
        Assert.All(await AskAsync(BackendHost.AdminKey, PerMinute), s => Assert.Equal(HttpStatusCode.OK, s));
        var refused = await new PoolClient(_host.Http, BackendHost.AdminKey).GetAsync(Routes.AdminPoolers);
        refused.Problem(HttpStatusCode.TooManyRequests, ErrorCode.RateLimited);
        Assert.InRange(refused.RetryAfter ?? 0, 1, 60);

        Assert.All(await AskAsync(null, PerMinute), s => Assert.Equal(HttpStatusCode.Unauthorized, s));
        Assert.Equal([HttpStatusCode.TooManyRequests], await AskAsync(null, 1));
        // Guessing keys does not buy more.
        Assert.Equal([HttpStatusCode.TooManyRequests], await AskAsync("kpa_guess", 1));
        // Whoever watches the health must not be locked out.
        for (var i = 0; i < 3 * PerMinute; i++) (await new PoolClient(_host.Http, null).GetAsync(Routes.Ready)).With(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whose_key_it_is_is_not_looked_up_for_an_address_that_has_no_request_left()
    {
        var (used, unused) = ((await TestPool.MakeAsync(_host)).Client, (await TestPool.MakeAsync(_host)).Client);
        await used.GetAsync(Routes.AdminPoolers);
        await AskAsync(null, PerMinute);
        Assert.Equal([HttpStatusCode.TooManyRequests], await AskAsync(null, 1));
        // A key that was used before has requests of its own, whoever shares the address.
        (await used.GetAsync(Routes.AdminPoolers)).With(HttpStatusCode.Forbidden);
        (await unused.GetAsync(Routes.AdminPoolers)).Problem(HttpStatusCode.TooManyRequests, ErrorCode.RateLimited);
    }
}
