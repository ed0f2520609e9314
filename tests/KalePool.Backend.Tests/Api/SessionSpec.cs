using System.Net;
using System.Text.RegularExpressions;
using KalePool.Backend.Api.Access;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Tests.Api;

/// <summary>A session of the pages ends with the key that opened it, on every node alike.</summary>
public sealed partial class SessionSpec(BackendHost host) : IClassFixture<BackendHost>
{
    const string LoggedOut = "/login";

    static readonly string OtherMaster = Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)]);
    static readonly string Master = Convert.ToBase64String(new byte[32]);

    [Fact]
    public async Task It_outlives_a_restart_and_ends_when_the_admin_key_changes()
    {
        await host.StartAsync();
        var session = await LogInAsync(BackendHost.AdminKey);
        Assert.Null(await LedToAsync("/blocks", session));

        await host.StartAsync();
        Assert.Null(await LedToAsync("/blocks", session));
        await host.StartAsync(("ADMIN_KEY", "another admin key of the tests"));
        Assert.StartsWith(LoggedOut, await LedToAsync("/blocks", session), StringComparison.Ordinal);
    }

    /// <summary>The proxy encrypts, so that cookies are for encrypted requests only; by what this process sees, none is.</summary>
    [Fact]
    public async Task It_begins_behind_a_proxy_that_encrypts()
    {
        await host.StartAsync(("TRUSTED_PROXIES", "10.0.0.0/8"));
        using var login = await host.Http.GetAsync(new Uri(LoggedOut, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        Assert.All(login.Headers.GetValues("Set-Cookie"), cookie => Assert.Matches("^__Host-.*; secure", cookie));
    }

    [Fact]
    public async Task It_outlives_the_rotation_of_the_master_key()
    {
        await host.StartAsync();
        var session = await LogInAsync(BackendHost.AdminKey);

        await host.StartAsync(("KALEPOOL_MASTER_KEY_PREVIOUS", OtherMaster));
        Assert.Null(await LedToAsync("/blocks", session));
        Assert.Null(await LedToAsync("/blocks", await LogInAsync(BackendHost.AdminKey)));
        await host.StartAsync(("KALEPOOL_MASTER_KEY", OtherMaster), ("KALEPOOL_MASTER_KEY_PREVIOUS", Master));
        Assert.Null(await LedToAsync("/blocks", session));
    }

    [Fact]
    public async Task It_ends_when_the_farmer_has_a_new_token()
    {
        await host.StartAsync();
        var payout = KeyPair.Random();
        var farmer = await (await TestPool.MakeAsync(host)).RegisterAsync(payout.Address);
        var session = await LogInAsync(farmer.Token);
        Assert.Null(await LedToAsync("/farm", session));

        var anybody = new PoolClient(host.Http, null);
        var challenge = (await anybody.PostAsync(Routes.Challenge, new { farmer_id = farmer.Id, purpose = "token" })).With(HttpStatusCode.OK);
        var signature = Convert.ToBase64String(payout.SignMessage((string)challenge["challenge"]!).Span);
        (await anybody.PostAsync(Routes.Token, new { farmer_id = farmer.Id, signature })).With(HttpStatusCode.OK);

        Assert.StartsWith(LoggedOut, await LedToAsync("/farm", session), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cookie_that_was_changed_opens_nothing()
    {
        await host.StartAsync();
        var session = await LogInAsync(BackendHost.AdminKey);
        var middle = session.Length / 2;
        var changed = session[..middle] + (session[middle] == 'A' ? 'B' : 'A') + session[(middle + 1)..];

        Assert.StartsWith(LoggedOut, await LedToAsync("/blocks", changed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_when_it_ends_and_nothing_prolongs_it()
    {
        await host.StartAsync();
        var sessions = (Sessions)host.Services.GetService(typeof(Sessions))!;
        var session = await LogInAsync(BackendHost.AdminKey);

        using var again = await GetAsync("/blocks", session);

        Assert.False(again.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.StartsWith("kalepool-session", StringComparison.Ordinal)));
        Assert.False(await sessions.IsGoodAsync(new System.Security.Claims.ClaimsPrincipal()));
        Assert.InRange(Sessions.Life, TimeSpan.FromHours(1), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task Logging_in_is_limited_as_the_api_is()
    {
        await host.StartAsync(("RATE_LIMIT_REQUESTS_PER_MINUTE", "4"));
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
        {
            using var answer = await GetAsync(LoggedOut, null);
            statuses.Add(answer.StatusCode);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    /// <summary>The session's cookie, as a browser sends it.</summary>
    async Task<string> LogInAsync(string key)
    {
        using var form = await GetAsync(LoggedOut, null);
        var token = Token().Match(await form.Content.ReadAsStringAsync()).Groups[1].Value;
        var cookie = form.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using var request = new HttpRequestMessage(HttpMethod.Post, LoggedOut)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "login", ["__RequestVerificationToken"] = token, ["Input.Key"] = key }),
        };
        request.Headers.Add("Cookie", cookie);
        using var answer = await SendAsync(request);
        return answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("kalepool-session", StringComparison.Ordinal)).Split(';')[0];
    }

    /// <summary>Null where the page is shown.</summary>
    async Task<string?> LedToAsync(string path, string session)
    {
        using var answer = await GetAsync(path, session);
        if (answer.StatusCode == HttpStatusCode.OK) return null;
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.IsAbsoluteUri ? answer.Headers.Location.PathAndQuery : answer.Headers.Location.ToString();
    }

    async Task<HttpResponseMessage> GetAsync(string path, string? session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (session is not null) request.Headers.Add("Cookie", session);
        return await SendAsync(request);
    }

    async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.Http.BaseAddress };
        return await http.SendAsync(request);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
