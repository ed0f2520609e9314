using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using KalePool.Backend.Custody;
using KalePool.Backend.Ops.Alerts;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Ops.Alerts;

/// <summary>What a backend finds, and what arrives at the operator's webhook.</summary>
public sealed class AlertsSpec : IAsyncLifetime
{
    const string SecretPath = "/hook/of-which-nobody-may-know";

    readonly BackendHost _host = new();
    readonly ConcurrentQueue<JsonNode> _posted = new();
    readonly WebApplication _hook;
    int _refusals;

    public AlertsSpec()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _hook = builder.Build();
        _hook.MapPost(SecretPath, async (HttpRequest request) =>
        {
            var body = (await JsonNode.ParseAsync(request.Body))!;
            if (Interlocked.Decrement(ref _refusals) >= 0) return Results.StatusCode(StatusCodes.Status500InternalServerError);
            _posted.Enqueue(body);
            return Results.NoContent();
        });
    }

    public async Task InitializeAsync()
    {
        await _hook.StartAsync();
        await _host.InitializeAsync();
        await _host.StartAsync(("ALERT_WEBHOOK_URL", _hook.Urls.Single() + SecretPath));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _hook.DisposeAsync();
    }

    T Service<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    Task PostedAsync(string code, string state, string? subject = null) => Poll.UntilAsync(
        () => _posted.Any(p => ((string?)p["code"], (string?)p["state"]) == (code, state) && (subject is null || (string?)p["subject"] == subject)), $"{code} {state} at the webhook");

    static object Beat(TestPool pool) => new { pooler_id = pool.Id, version = "1", max_farmers_capacity = 1, block_index = 0, hash_rate = 0, cpu_percent = 0, memory_mb = 0, state = "idle" };

    [Fact]
    public async Task A_pooler_who_cannot_receive_his_share_hears_of_it_and_so_does_the_operator()
    {
        var wallet = KeyPair.Random();
        await _host.CreateAccountAsync(wallet.Address, 100_000_000);
        await _host.TrustKaleAsync(wallet);
        var pool = await TestPool.MakeAsync(_host, share: 0.1m, shareWallet: wallet.Address);
        await _host.ProjectedAsync();
        await Service<ShareWatch>().LookAsync(CancellationToken.None);
        Assert.Empty((await pool.Client.PostAsync(Routes.Heartbeat, Beat(pool)))["messages"].AsArray());

        Interlocked.Exchange(ref _refusals, 1);
        await _host.RemoveKaleTrustAsync(wallet);
        await Service<ShareWatch>().LookAsync(CancellationToken.None);
        await PostedAsync("share_not_receivable", "began", $"{pool.Id:D}");
        var message = (string)(await pool.Client.PostAsync(Routes.Heartbeat, Beat(pool)))["messages"][0]!;
        Assert.Contains(wallet.Address, message, StringComparison.Ordinal);

        await _host.TrustKaleAsync(wallet);
        await Service<ShareWatch>().LookAsync(CancellationToken.None);
        await PostedAsync("share_not_receivable", "ended", $"{pool.Id:D}");
        Assert.Empty((await pool.Client.PostAsync(Routes.Heartbeat, Beat(pool)))["messages"].AsArray());
        var began = _posted.First(p => (string?)p["code"] == "share_not_receivable");
        Assert.Equal(["allowed_mentions", "code", "content", "embeds", "since", "state", "subject", "text", "username"], began.AsObject().Select(f => f.Key).Order());
    }

    [Fact]
    public async Task A_wallet_that_is_too_poor_for_the_next_plant_is_told_of()
    {
        var pool = await TestPool.MakeAsync(_host);
        var farmer = await pool.JoinAsync();
        await _host.ProjectedAsync();
        await Service<LowWallets>().LookAsync(CancellationToken.None);
        Assert.Empty(Service<AlertBoard>().Standing);
        await SpendAllButAsync(farmer, 16_000_000);
        await Service<LowWallets>().LookAsync(CancellationToken.None);
        await PostedAsync("wallet_below_threshold", "began", $"{farmer.Id:D}");
        await farmer.FundAsync(50_000_000);
        await Service<LowWallets>().LookAsync(CancellationToken.None);
        await PostedAsync("wallet_below_threshold", "ended", $"{farmer.Id:D}");
    }

    [Fact]
    public async Task A_chain_that_is_gone_is_told_of_once_it_has_been_gone_for_a_while()
    {
        await _host.StopChainAsync();
        await Poll.UntilAsync(() => _host.Watch.Trouble is not null, "the backend to miss its chain");
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var watch = ActivatorUtilities.CreateInstance<AlertWatch>(_host.Services, time, ActivatorUtilities.CreateInstance<NodeWatch>(_host.Services, time));
        await watch.LookAsync(CancellationToken.None);
        Assert.Empty(Service<AlertBoard>().Standing);
        time.Advance(TimeSpan.FromSeconds(30));
        await watch.LookAsync(CancellationToken.None);
        await PostedAsync("chain_unavailable", "began");
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_told_of_until_it_does()
    {
        using var folder = new TempFolder();
        await using var gone = Database.Of(new DatabaseSettings.Sqlite(folder["no such folder/pool.db"], TimeSpan.FromSeconds(1)));
        await ActivatorUtilities.CreateInstance<AlertWatch>(_host.Services, gone).LookAsync(CancellationToken.None);
        await PostedAsync("database_unhealthy", "began", Service<AlertNode>().Name);
        await Service<AlertWatch>().LookAsync(CancellationToken.None);
        await PostedAsync("database_unhealthy", "ended", Service<AlertNode>().Name);
    }

    async Task SpendAllButAsync(TestFarmer farmer, long stroops)
    {
        var key = await Service<WalletKeys>().OpenAsync(farmer.Id, CancellationToken.None);
        var account = _host.Devnet.Chain.View.State.FindAccount(Addresses.Account(farmer.Wallet))!;
        await _host.DoAsync(key, Operations.Payment(Addresses.Source(_host.Devnet.Chain.Keys.Friendbot.Address), new Asset.Native(), account.Balance - stroops - 100));
    }
}
