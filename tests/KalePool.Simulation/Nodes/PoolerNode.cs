using KalePool.Contracts.Poolers;
using KalePool.Contracts.Settings;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Display;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Progress;
using KalePool.Pooler.Running;
using KalePool.Pooler.Settings;
using KalePool.Pooler.Submission;
using KalePool.Pooler.Work;
using KalePool.Simulation.Chain;
using KalePool.Simulation.Faults;
using KalePool.Simulation.Kernel;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;

namespace KalePool.Simulation.Nodes;

/// <summary>A pooler in one of its lives: its loops, its journal and its file of the block, put together as its host does; only what hashes is the simulation's.</summary>
sealed class PoolerNode(Life life, PoolerSettings settings, IStellarRpc rpc, IPoolApi pool, PoolerJournal journal)
{
    static readonly Uri RpcUrl = new("http://devnet.simulated");
    static readonly TimeSpan RpcTimeout = TimeSpan.FromSeconds(10);
    static readonly TimeSpan HarvestWait = TimeSpan.FromSeconds(25);

    public const int Capacity = 50;

    public static PoolerNode Start(
        Life life, Disk disk, SimulatedChain chain, FaultPlan faults, KeyPair account, Guid id, Func<TimeSpan, IPoolApi> api, PoolerJournal journal, Func<CrashPoint, bool> passes, Action<string> sends)
    {
        var settings = SettingsOf(disk, chain, account, id);
        var http = new HttpClient(new RpcWire(life, chain.Rpc, faults, passes, sends, null)) { Timeout = Timeout.InfiniteTimeSpan };
        var rpc = new StellarRpcClient(http, RpcUrl, new StellarRpcOptions { Timeout = RpcTimeout, TimeProvider = life.Time });
        var node = new PoolerNode(life, settings, rpc, api(settings.RequestTimeout), journal);
        life.Post(() => _ = node.RunAsync());
        return node;
    }

    public static string JournalPath(Disk disk) => Path.Combine(disk.Folder, "pooler.journal");

    async Task RunAsync()
    {
        try
        {
            await RunPartsAsync();
            throw new InvalidOperationException("the pooler has ended by itself");
        }
        catch (Exception e) when (!life.IsOver)
        {
            life.World.Fail(e);
        }
        catch (Exception)
        {
            // Nobody hears of what a pooler meets after its end.
        }
    }

    async Task RunPartsAsync()
    {
        var (time, stop) = (life.Time, CancellationToken.None);
        var reporter = new Reporter(new Display(life), time, _ => RpcUrl);
        var schedule = new HashSchedule(settings.NonceCap, SimulatedHashing.Piece, time, () => (ulong)life.World.Random.Next() << 32);
        await using var hashing = new SimulatedHashing(life, schedule);
        var reader = new ChainReader(rpc, StrKey.Decode(StrKeyKind.Contract, settings.Network.KaleContractId), time);
        var deployed = await new NetworkCheck(rpc, reader, settings.Network, time, reporter).RunAsync(stop);
        var watcher = new BlockWatcher(reader, ChainClock.Start(), settings.PollInterval, time, reporter);
        var log = new WorkLog(journal);
        var file = new ProgressFile(settings.ProgressPath, settings.ApiKey);
        var known = new KnownProgress(file.Read(reporter.Warn), reporter.Warn);
        using var lanes = await new LaneOpening(reader, settings.ChannelAccounts, time, reporter).RunAsync(settings.Account!, stop);
        var submitter = SubmitterOf(reader, watcher, log, deployed, lanes);
        var resumed = ResumeAsync(submitter, reporter);
        var harvester = new Harvester(pool, HarvestWait, settings.PollInterval * 2, time, reporter);
        var rounds = new Rounds(new RoundContext(settings, watcher, reader, pool, schedule, submitter, log, reporter, time, resumed, known), harvester);
        var heart = new Heart(pool, () => new HeartbeatRequest(settings.PoolerId, "simulated", Capacity, rounds.Index, 0, 0, 0, rounds.State), time, reporter);
        if (await heart.BeatAsync(stop) is { } heard) rounds.Take(heard);
        await await Task.WhenAny(
            watcher.RunAsync(stop), rounds.RunAsync(stop), heart.RunAsync(rounds.Take, stop), new ProgressKeeper(file, () => rounds.Progress, time, reporter).RunAsync(stop), harvester.RunAsync(stop));
    }

    WorkSubmitter SubmitterOf(ChainReader reader, BlockWatcher watcher, WorkLog log, Deployed deployed, WorkLanes lanes)
    {
        var envelopes = new WorkEnvelopes(deployed.Kale, deployed.Router, settings.Account!, new Network(settings.Network.Passphrase));
        var bids = new FeeBids(rpc, life.Time);
        var runner = new ActRunner(new BiddingActChain(ChainOf(rpc), () => [.. rpc.Nodes.Select(ChainOf)], envelopes, bids, log));
        return new(
            reader, watcher, envelopes, new WorkFees(rpc, envelopes, life.Time), bids, runner, log, new OutcomeReader(deployed.Kale), lanes, new AccountTurns(),
            deployed.Router is null ? 1 : settings.MaxWorkBatchSize, life.Time);

        RpcActChain ChainOf(IStellarRpc server) => new(server, cancellation => Task.Delay(watcher.LedgerTime / 2 < TimeSpan.FromSeconds(2) ? watcher.LedgerTime / 2 : TimeSpan.FromSeconds(2), life.Time, cancellation));
    }

    static async Task ResumeAsync(WorkSubmitter submitter, Reporter reporter)
    {
        foreach (var outcome in await submitter.ResumeAsync(CancellationToken.None))
            if (!outcome.IsSuccess)
                reporter.Say(new WorkFailed(outcome.Order.Block, outcome.Order.Wallet, outcome.TxHash ?? "none", $"sent before the restart: {outcome.Reason}"));
    }

    static PoolerSettings SettingsOf(Disk disk, SimulatedChain chain, KeyPair account, Guid id)
    {
        var values = new Dictionary<string, string>
        {
            ["RPC_URL"] = RpcUrl.ToString(),
            ["NETWORK_PASSPHRASE"] = chain.Chain.Settings.Passphrase,
            ["KALE_CONTRACT_ID"] = chain.Farm.Contract,
            ["BLOCK_INTERVAL_SECONDS"] = $"{SimulatedChain.BlockSeconds}",
            ["POOLER_ID"] = id.ToString("D"),
            ["BACKEND_API_URL"] = "http://127.0.0.1:1",
            ["BACKEND_API_KEY"] = "0123456789abcdef",
            ["POOLER_SECRET_KEY"] = account.Secret,
            ["POOLER_STATE_DIR"] = disk.Folder,
            ["BLOCK_POLL_INTERVAL_SECONDS"] = "1",
            ["NONCE_COUNT_PER_PROCESS"] = "512",
            // Found long before the end of a block; the submission then goes by the gap.
            ["REQUEST_TIMEOUT"] = "30000",
        };
        var reader = new SettingsReader(SettingsSource.Of(values));
        var settings = PoolerSettings.Read(reader, null);
        reader.ThrowIfInvalid();
        return settings;
    }

    sealed class Display(Life life) : IPoolerDisplay
    {
        public void Show(PoolerEvent e, DateTimeOffset at)
        {
            if (e is TroubleBegan trouble) life.Log($"trouble with {trouble.Party}: {trouble.Message}");
            else if (e is Warned warned) life.Log(warned.Message);
            else life.Log(e.GetType().Name);
        }

        public void Dispose()
        {
        }
    }
}
