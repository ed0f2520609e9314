using KalePool.Contracts.Settings;
using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Display;
using KalePool.Pooler.Doctor;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Running;
using KalePool.Pooler.Settings;
using KalePool.Pooler.Solo;
using KalePool.Pooler.Submission;
using KalePool.Pooler.Tests.Running;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Pooler.Tests.OnDevnet;

/// <summary>A pooler on a real devnet, both on one virtual clock that the test moves; the backend is a fake that plants and harvests on that chain.</summary>
sealed class PoolerRig : IAsyncDisposable
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    const string RouterName = "ROUTER_CONTRACT_ID";

    readonly string _directory = Directory.CreateTempSubdirectory("kale-pooler").FullName;
    readonly DevnetServer _devnet;

    PoolerRig(DevnetServer devnet, FakeTimeProvider time, IReadOnlyList<KeyPair> farmers)
    {
        _devnet = devnet;
        Time = time;
        Farmers = farmers;
        Farm = new Farm(devnet.Chain, farmers);
        Pool.Plant = Farm.Plant;
        Pool.Harvest = Farm.Harvest;
    }

    public FakeTimeProvider Time { get; }

    public IReadOnlyList<KeyPair> Farmers { get; }

    public KeyPair Account { get; } = Wallets.Of("pooler");

    public Farm Farm { get; }

    /// <summary>The setting with which a pooler uses the chain's router; without it it uses none.</summary>
    public (string Name, string Value) Router => _devnet.ClientSettings.Single(pair => pair.Name == RouterName);

    public FakePool Pool { get; } = new();

    public Wire Wire { get; } = new();

    public PauseSwitch Pause { get; } = new();

    public RecordingDisplay Display { get; } = new();

    /// <summary>Blocks of 60 s, ledgers of 1 s, two zeros are as good as it gets: hashing takes no time.</summary>
    public static async Task<PoolerRig> StartAsync(int farmers)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        var settings = new DevnetSettings
        {
            LedgerMs = null,
            BlockSeconds = 60,
            StartRanges = new() { MaxZeros = 2, MaxGap = 8 },
            Rivals = new() { Count = 1, OpenAfterSeconds = 4 },
        };
        var rig = new PoolerRig(await DevnetServer.StartAsync(settings, time), time, [.. Enumerable.Range(0, farmers).Select(i => Wallets.Of($"farmer {i}"))]);
        await rig.FundAsync();
        return rig;
    }

    /// <summary>Starts a pooler on the rig's journal, as a restarted process would.</summary>
    public Task RunAsync(int? blocks, CancellationToken stop, params (string Name, string Value)[] changes)
    {
        var reader = new SettingsReader(SettingsSource.Of(Settings(changes)));
        var settings = PoolerSettings.Read(reader, null);
        reader.ThrowIfInvalid();
        return Task.Run(async () =>
        {
            using var journal = PoolerJournal.Open(Path.Combine(_directory, "pooler.journal"));
            using var http = new HttpClient(Wire, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
            var rpc = new StellarRpcClient(http, new Uri(_devnet.RpcUrl));
            var reporter = new Reporter(Display, Time, party => new Uri($"http://{party}.example"));
            var health = new HealthCheck(new(settings, [(new Uri(_devnet.RpcUrl), rpc)], Pool, "test", Time), settings.HealthInterval, reporter, Time);
            await new PoolerHost(settings, rpc, Pool, journal, reporter, MachineShare.Of(settings, Pause, Time), health, null, "test", Time).RunAsync(blocks, stop);
        }, CancellationToken.None);
    }

    /// <summary>Starts <c>kale-pooler solo</c> for the rig's farmers on the rig's journal, as a restarted process would; the first of them pays for works.</summary>
    public Task RunSoloAsync(int? blocks, CancellationToken stop, params (string Name, string Value)[] changes)
    {
        var values = Settings(changes);
        foreach (var name in (string[])["POOLER_ID", "BACKEND_API_URL", "BACKEND_API_KEY", "POOLER_SECRET_KEY"]) values.Remove(name);
        values[SoloSettings.KeysName] = string.Join(',', Farmers.Select(farmer => farmer.Secret));
        var reader = new SettingsReader(SettingsSource.Of(values));
        var solo = SoloSettings.Read(reader, null);
        reader.ThrowIfInvalid();
        return Task.Run(async () =>
        {
            using var journal = PoolerJournal.Open(Path.Combine(_directory, "pooler.journal"));
            using var http = new HttpClient(Wire, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
            var rpc = new StellarRpcClient(http, new Uri(_devnet.RpcUrl));
            var reporter = new Reporter(Display, Time, party => new Uri($"http://{party}.example"));
            var turns = new AccountTurns();
            await using var farm = new SoloFarm(solo.Accounts, rpc, solo.Pooler.Network, journal, turns, Time);
            var health = new HealthCheck(new(solo.Pooler, [(new Uri(_devnet.RpcUrl), rpc)], farm, "test", Time), solo.Pooler.HealthInterval, reporter, Time);
            await new PoolerHost(solo.Pooler, rpc, farm, journal, reporter, MachineShare.Of(solo.Pooler, Pause, Time), health, null, "test", Time, turns).RunAsync(blocks, stop);
        }, CancellationToken.None);
    }

    public string RpcUrl => _devnet.RpcUrl;

    /// <summary>What <c>kale-pooler doctor</c> says.</summary>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(params (string Name, string Value)[] changes)
    {
        var reader = new SettingsReader(SettingsSource.Of(Settings(changes)));
        var settings = PoolerSettings.Read(reader, null);
        reader.ThrowIfInvalid();
        using var http = new HttpClient(Wire, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var servers = settings.Network.RpcUrls.Select(url => (url, (IStellarRpc)new StellarRpcClient(http, url))).ToArray();
        var findings = new List<Finding>();
        await foreach (var finding in new Pooler.Doctor.Doctor(settings, servers, Pool, "test", Time).ExamineAsync(CancellationToken.None)) findings.Add(finding);
        return findings;
    }

    /// <summary>What <c>kale-pooler channels</c> works with.</summary>
    public async Task<T> WithChannelsAsync<T>(Func<ChannelAccounts, Task<T>> use)
    {
        using var http = new HttpClient(Wire, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var rpc = new StellarRpcClient(http, new Uri(_devnet.RpcUrl));
        var reader = new ChainReader(rpc, _devnet.Chain.Deployment.ContractId, Time);
        var runner = new ActRunner(new RpcActChain(rpc, cancellation => Task.Delay(Second / 2, Time, cancellation)));
        var running = use(new ChannelAccounts(reader, runner, _devnet.Chain.Network, Account, Time));
        await UntilAsync(() => running.IsCompleted, running);
        return await running;
    }

    /// <summary>A ledger closes in the middle of whatever happens.</summary>
    public void CloseLedgerAtOnce() => _devnet.CloseLedger();

    /// <summary>The journal's lines.</summary>
    public string[] Journal => File.ReadAllLines(Path.Combine(_directory, "pooler.journal"));

    /// <summary>Lets ledgers close, a second each, until the condition holds.</summary>
    public async Task UntilAsync(Func<bool> condition, Task running, int ledgers = 200)
    {
        for (var i = 0; i < ledgers && !condition(); i++)
        {
            if (running.IsCompleted) await running;
            await CloseLedgerAsync();
        }
        Assert.True(condition(), $"not within {ledgers} ledgers; last: {Display.Events.LastOrDefault()}");
    }

    /// <summary>A ledger closes, and the pooler has had the time to see it.</summary>
    public async Task CloseLedgerAsync()
    {
        for (var i = 0; i < 4; i++)
        {
            Time.Advance(Second / 4);
            await QuietAsync();
        }
        _devnet.CloseLedger();
    }

    public async ValueTask DisposeAsync()
    {
        await _devnet.DisposeAsync();
        Wire.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Waits, in real time, until nothing is under way on the wire and every farmer who is hashed for has a hash.</summary>
    async Task QuietAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var quiet = 0; quiet < 3; quiet = IsQuiet() ? quiet + 1 : 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, "the pooler never comes to rest");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    /// <summary>On a busy machine continuations wait in the thread pool's queue, with nothing on the wire.</summary>
    bool IsQuiet()
    {
        if (Wire.InFlight > 0 || ThreadPool.PendingWorkItemCount > 0) return false;
        var open = Display.Of<BlockOpened>() is [.., var last] ? last : null;
        if (open is null) return true;
        var found = Display.Of<Improved>().Where(e => e.Index == open.Index && e.Zeros >= 2).Select(e => e.Wallet).Distinct().Count();
        // Those who are planted after the opening are hashed for at once.
        var planted = Display.Of<Planted>().LastOrDefault(e => e.Index == open.Index)?.Successful ?? 0;
        return found >= Math.Max(open.Farmers, planted);
    }

    Dictionary<string, string> Settings((string Name, string Value)[] changes)
    {
        var values = _devnet.ClientSettings.ToDictionary(pair => pair.Name, pair => pair.Value);
        values.Remove(RouterName);
        values["POOLER_ID"] = "2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a";
        values["BACKEND_API_URL"] = "http://127.0.0.1:1";
        values["BACKEND_API_KEY"] = "0123456789abcdef";
        values["POOLER_SECRET_KEY"] = Account.Secret;
        values["POOLER_STATE_DIR"] = _directory;
        values["BLOCK_POLL_INTERVAL_SECONDS"] = "1";
        values["MAX_CONCURRENT_WORK"] = "2";
        // Else hashing goes on for the whole of a block, for which the clock waits.
        values["HASH_BEYOND_MAX_ZEROS"] = "false";
        // The tests wait for hashes, also on machines that are busy.
        values["HASHING_PRIORITY"] = "low";
        values["MAX_LOAD_PERCENT"] = "100";
        foreach (var (name, value) in changes) values[name] = value;
        return values;
    }

    async Task FundAsync()
    {
        using var http = new HttpClient();
        var funding = http.PostAsync(new Uri($"{_devnet.FriendbotUrl}?addr={Account.Address}"), null);
        while (!funding.IsCompleted)
        {
            Time.Advance(Second);
            _devnet.CloseLedger();
            await Task.WhenAny(funding, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
        }
        Assert.True((await funding).IsSuccessStatusCode);
        // In one ledger: the block that is due is still the one with the ranges set above.
        if (Farmers.Count > 0) Farm.Open(Account);
        Time.Advance(Second);
        _devnet.CloseLedger();
        foreach (var farmer in Farmers) Farm.Trust(farmer);
        Time.Advance(Second);
        _devnet.CloseLedger();
    }
}
