using System.Diagnostics.CodeAnalysis;
using System.Net;
using KalePool.Backend.Chain;
using KalePool.Backend.Hosting;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Contracts;
using KalePool.Contracts.Settings;
using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>The backend as it is served, on a devnet whose ledgers close when a test wants it.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "xunit ends it by DisposeAsync of its own interface.")]
public sealed class BackendHost : IAsyncLifetime
{
    public const string AdminKey = "the admin key of the tests";
    public const int BlockSeconds = 30;
    public const int LedgerSeconds = 5;

    static readonly TimeSpan LongestToSend = TimeSpan.FromMilliseconds(500);

    readonly TempFolder _folder = new();
    readonly FakeTimeProvider _chainTime = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    Database? _database;
    WebApplication? _app;
    bool _chainRuns;

    /// <summary>As DATABASE_URL; null: a file of its own.</summary>
    public string? DatabaseUrl { get; init; }

    /// <summary>Of the wallets; null: 32 zeros.</summary>
    public string? MasterKey { get; init; }

    /// <summary>What of the chain is different; null: nothing.</summary>
    public Func<DevnetSettings, DevnetSettings>? ChainChanges { get; init; }

    public DevnetServer Devnet { get; private set; } = null!;

    public HttpClient Http { get; private set; } = new();

    /// <summary>Where metrics are, if ENABLE_METRICS says that they are.</summary>
    public Uri MetricsUrl => new(new Uri(_app!.Urls.Last()), "/metrics");

    public IReadOnlyList<Endpoint> Endpoints => _app!.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    public IServiceProvider Services => _app!.Services;

    public FarmWatch Watch => _app!.Services.GetRequiredService<FarmWatch>();

    /// <summary>The block that a plant now belongs to.</summary>
    public uint PlantIndex => Watch.Latest!.PlantIndex;

    public async Task InitializeAsync()
    {
        var chain = new DevnetSettings { LedgerMs = null, BlockSeconds = BlockSeconds };
        Devnet = await DevnetServer.StartAsync(ChainChanges?.Invoke(chain) ?? chain, _chainTime);
        _chainRuns = true;
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        await StopChainAsync();
        Http.Dispose();
        _folder.Dispose();
    }

    public async Task StopChainAsync()
    {
        if (!_chainRuns) return;
        _chainRuns = false;
        await Devnet.DisposeAsync();
    }

    /// <summary>Serves on the same database as before.</summary>
    public async Task StartAsync(params (string Name, string Value)[] changes)
    {
        await StopAsync();
        var settings = SettingsOf(changes);
        _database = Database.Of(settings.Database);
        await _database.PrepareAsync(CancellationToken.None);
        _app = BackendApp.Build(settings, _database, TimeProvider.System);
        await _app.StartAsync();
        Http.Dispose();
        Http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(_app.Urls.First()) };
        await Poll.UntilAsync(async () => (await Http.GetAsync(Routes.Ready)).StatusCode == HttpStatusCode.OK, "the backend's readiness");
    }

    public async Task StopAsync()
    {
        if (_app is null) return;
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database!.DisposeAsync();
        _app = null;
    }

    /// <summary>Waits until everything that is in the journal is in the read model.</summary>
    public Task ProjectedAsync() => Poll.UntilAsync(
        async () => await _app!.Services.GetRequiredService<ReadModelReader>().EventsBehindAsync(CancellationToken.None) == 0, "the read model to have everything");

    /// <summary>Closes a ledger and waits until the backend has seen it.</summary>
    public async Task CloseLedgerAsync()
    {
        _chainTime.Advance(TimeSpan.FromSeconds(LedgerSeconds));
        var closed = Devnet.CloseLedger().Sequence;
        await Poll.UntilAsync(() => Watch.Latest?.LatestLedger >= closed, $"ledger {closed} at the backend");
    }

    /// <summary>Closes a ledger that nobody waits for.</summary>
    public void CloseLedgerUnseen()
    {
        _chainTime.Advance(TimeSpan.FromSeconds(LedgerSeconds));
        Devnet.CloseLedger();
    }

    /// <summary>Closes ledgers until something has come, each with what the backend has to send by then: on a busy machine the chain waits for it.</summary>
    public async Task<T> CloseLedgersUntilAsync<T>(Task<T> awaited)
    {
        var most = 60;
        while (!awaited.IsCompleted && most-- > 0)
        {
            await SentAsync(awaited);
            await CloseLedgerAsync();
        }
        return await awaited.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    /// <summary>Closes a ledger with what the backend has to send by then.</summary>
    public async Task CloseNextLedgerAsync()
    {
        await SentAsync(new TaskCompletionSource().Task);
        await CloseLedgerAsync();
    }

    /// <summary>Until something waits in the queue and no more comes, or nothing has come for as long as a transaction may take to be made.</summary>
    async Task SentAsync(Task otherwise)
    {
        var (since, waiting) = (TimeProvider.System.GetTimestamp(), 0);
        while (!otherwise.IsCompleted && TimeProvider.System.GetElapsedTime(since) < LongestToSend && (Devnet.Chain.Waiting == 0 || Devnet.Chain.Waiting != waiting))
        {
            waiting = Devnet.Chain.Waiting;
            await Task.WhenAny(otherwise, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System));
        }
    }

    /// <summary>Closes ledgers until a block of that index may be opened.</summary>
    public async Task ReachAsync(uint index)
    {
        while (PlantIndex < index) await CloseLedgerAsync();
    }

    BackendSettings SettingsOf(params (string Name, string Value)[] changes)
    {
        var values = Devnet.ClientSettings.ToDictionary(s => s.Name, s => s.Value);
        values["PORT"] = "0";
        values["DATABASE_URL"] = DatabaseUrl ?? $"sqlite:{_folder["pool.db"]}";
        values["KALEPOOL_MASTER_KEY"] = MasterKey ?? Convert.ToBase64String(new byte[32]);
        values["ADMIN_KEY"] = AdminKey;
        values["LOG_LEVEL"] = "error";
        values["ENABLE_METRICS"] = "false";
        values["METRICS_PORT"] = "0";
        values["RATE_LIMIT_REQUESTS_PER_MINUTE"] = "1000000";
        foreach (var (name, value) in changes) values[name] = value;
        return BackendSettings.Read(new SettingsReader(SettingsSource.Of(values)));
    }
}
