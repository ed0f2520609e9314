using KalePool.Contracts.Poolers;
using KalePool.Contracts.Settings;
using KalePool.Hashing;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Display;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Progress;
using KalePool.Pooler.Settings;
using KalePool.Pooler.Submission;
using KalePool.Pooler.Work;
using KalePool.Pooler.Workers;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Running;

/// <summary>Puts the parts together and runs them until stopped.</summary>
/// <param name="machine">What it takes of the machine.</param>
/// <param name="health">Looks at what it needs while it runs.</param>
/// <param name="turns">Of accounts that others send from too; null: nobody does.</param>
/// <param name="isa">The kernel to hash with; null: the fastest.</param>
sealed class PoolerHost(
    PoolerSettings settings, IStellarRpc rpc, IPoolApi pool, PoolerJournal journal, Reporter reporter, MachineShare machine, HealthCheck health, string? isa, string version, TimeProvider time,
    AccountTurns? turns = null)
{
    /// <summary>The longest that an answer with harvests is waited for; what is open then is asked for again.</summary>
    static readonly TimeSpan HarvestWait = TimeSpan.FromSeconds(25);

    IHashing? _hashing;

    /// <summary>Made since the start. May be read at any time.</summary>
    public long Hashes => _hashing?.Hashes ?? 0;

    /// <summary>Runs until the token is cancelled, which is an ordinary end, or until the blocks asked for are harvested.</summary>
    /// <param name="blocks">How many blocks to plant in; null: no end.</param>
    /// <exception cref="SettingsException">The network does not fit the settings.</exception>
    /// <exception cref="KernelException">Hashing does not work on this machine.</exception>
    public async Task RunAsync(int? blocks, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var schedule = new HashSchedule(settings.NonceCap, time: time);
        using var power = await HashingPower.ChooseAsync(isa, machine.Meter, time, reporter.Warn, stop);
        await using var hashing = power.Start(schedule, machine.Plan, machine.Gate, settings.Hashing.LongestSearch, time);
        _hashing = hashing;
        reporter.Say(new Started(
            version, settings.PoolerId, settings.PoolerName, settings.Address, settings.BackendUrls is [var backend, ..] ? backend.ToString() : "none, own accounts", settings.Network.RpcUrls[0].ToString(),
            settings.Network.Name, hashing.Kernel, machine.Plan.Seats.Count));
        try
        {
            await RunPartsAsync(schedule, hashing, blocks, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop: what is under way is in the journal.
        }
        finally
        {
            reporter.Say(new Stopped(hashing.Hashes, time.GetElapsedTime(started).TotalSeconds));
        }
    }

    async Task RunPartsAsync(HashSchedule schedule, IHashing hashing, int? blocks, CancellationToken stop)
    {
        var reader = new ChainReader(rpc, StrKey.Decode(StrKeyKind.Contract, settings.Network.KaleContractId), time);
        var deployed = await new NetworkCheck(rpc, reader, settings.Network, time, reporter).RunAsync(stop);
        var watcher = new BlockWatcher(reader, ChainClock.Start(), settings.PollInterval, time, reporter);
        var log = new WorkLog(journal);
        schedule.Improved += (block, wallet, found) => reporter.Say(new Improved(block, wallet, found.Zeros, found.Nonce));
        var file = new ProgressFile(settings.ProgressPath, settings.ApiKey);
        var known = new KnownProgress(file.Read(reporter.Warn), reporter.Warn);
        using var lanes = settings is { IsBackendSubmitting: false, Account: { } account } ? await new LaneOpening(reader, settings.ChannelAccounts, time, reporter).RunAsync(account, stop) : null;
        IWorkSubmitter submitter = lanes is null ? new BackendSubmitter(pool) : Submitter(reader, watcher, log, deployed, settings.Account!, lanes);
        // A part that ends, ends all: by an error, or because the blocks asked for are done.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var resumed = ResumeAsync(submitter, ending.Token);
        var context = new RoundContext(settings, watcher, reader, pool, schedule, submitter, log, reporter, time, resumed, known);
        var harvester = settings.IsHarvesting
            ? new Harvester(pool, Shorter(HarvestWait, settings.RequestTimeout), Longer(settings.PollInterval, TimeSpan.FromSeconds(2)), time, reporter)
            : null;
        var rounds = new Rounds(context, harvester, blocks);
        var heart = new Heart(pool, Beat(rounds, new LoadMeter(time, machine.Meter, () => hashing.Hashes)), time, reporter);
        var keeper = new ProgressKeeper(file, () => rounds.Progress, time, reporter);
        if (await heart.BeatAsync(stop) is { } heard) rounds.Take(heard);
        Task[] parts =
        [
            watcher.RunAsync(ending.Token), FarmAsync(rounds, harvester, ending.Token), heart.RunAsync(rounds.Take, ending.Token), keeper.RunAsync(ending.Token),
            harvester?.RunAsync(ending.Token) ?? Task.Delay(Timeout.InfiniteTimeSpan, time, ending.Token),
            new GateTeller(machine.Gate, reporter, time).RunAsync(ending.Token), health.RunAsync(ending.Token),
        ];
        var first = await Task.WhenAny(parts);
        await ending.CancelAsync();
        await Task.WhenAll([.. parts, resumed]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    static async Task FarmAsync(Rounds rounds, Harvester? harvester, CancellationToken cancellation)
    {
        await rounds.RunAsync(cancellation);
        if (harvester is not null) await harvester.WhenIdleAsync(cancellation);
    }

    WorkSubmitter Submitter(ChainReader reader, BlockWatcher watcher, WorkLog log, Deployed deployed, KeyPair payer, WorkLanes lanes)
    {
        var envelopes = new WorkEnvelopes(deployed.Kale, deployed.Router, payer, new Network(settings.Network.Passphrase));
        // Half a ledger: an act is seen soon after the ledger that holds it, and the next one is in time for the next ledger.
        RpcActChain ChainOf(IStellarRpc server) => new(server, cancellation => Task.Delay(Shorter(watcher.LedgerTime / 2, TimeSpan.FromSeconds(2)), time, cancellation));
        var bids = new FeeBids(rpc, time);
        var runner = new ActRunner(new BiddingActChain(ChainOf(rpc), () => [.. rpc.Nodes.Select(ChainOf)], envelopes, bids, log));
        return new(
            reader, watcher, envelopes, new WorkFees(rpc, envelopes, time), bids, runner, log, new OutcomeReader(deployed.Kale), lanes,
            turns ?? new(), deployed.Router is null ? 1 : settings.MaxWorkBatchSize, time);
    }

    async Task ResumeAsync(IWorkSubmitter submitter, CancellationToken stop)
    {
        foreach (var outcome in await submitter.ResumeAsync(stop))
            if (!outcome.IsSuccess)
                reporter.Say(new WorkFailed(outcome.Order.Block, outcome.Order.Wallet, outcome.TxHash ?? "none", $"sent before the restart: {outcome.Reason}"));
    }

    Func<HeartbeatRequest> Beat(Rounds rounds, LoadMeter meter) => () =>
    {
        var load = meter.Measure();
        var around = machine.Load.Measure();
        if (machine.Capacity.See(around) is { } changed) reporter.Warn(changed);
        return new(
            settings.PoolerId, version, machine.Capacity.Now, rounds.Index, load.HashRate, load.CpuPercent, load.MemoryMb, rounds.State,
            OthersCpuPercent: 100 * around.OthersCpu, MemoryPercent: 100 * around.Memory);
    };

    static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
