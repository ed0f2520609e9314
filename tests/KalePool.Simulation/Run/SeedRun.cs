using KalePool.Actors.Ports;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Simulation.Chain;
using KalePool.Simulation.Checks;
using KalePool.Simulation.Faults;
using KalePool.Simulation.Kernel;
using KalePool.Simulation.Nodes;

namespace KalePool.Simulation.Run;

/// <summary>One seed from the first ledger to the last check.</summary>
sealed class SeedRun
{
    static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(10);
    static readonly TimeSpan LongestFarming = TimeSpan.FromMinutes(15);
    static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(8);

    readonly World _world;
    readonly Disk _disk;
    readonly Strands _strands;
    readonly SimulatedChain _chain;
    readonly FaultPlan _faults;
    readonly Findings _findings = new();
    readonly Processes _processes;
    readonly People _people;
    readonly List<Task> _doings = [];
    uint _looked;

    SeedRun(World world, Disk disk, int seed, Sabotage sabotage, FaultRates? rates)
    {
        (_world, _disk) = (world, disk);
        _strands = Strands.Of(seed);
        _chain = new SimulatedChain(world, seed, _strands);
        _faults = new FaultPlan(world, rates ?? FaultRates.Of(world));
        _processes = new Processes(world, disk, _chain, _faults, new Ports(sabotage, _faults.Disturbances, world), _findings);
        _people = new People(world, disk, _chain, _processes);
    }

    /// <param name="rates">Null: the seed's own.</param>
    /// <param name="listen">Hears every line of what happens.</param>
    public static async Task<SeedResult> RunAsync(int seed, Sabotage sabotage = Sabotage.None, FaultRates? rates = null, Action<string>? listen = null)
    {
        await using var disk = await Disk.MakeAsync();
        var world = new World(seed, listen);
        return await new SeedRun(world, disk, seed, sabotage, rates).RunAsync(seed);
    }

    async Task<SeedResult> RunAsync(int seed)
    {
        var (sums, excused) = (default(Audit.AuditSums), 0);
        try
        {
            await LiveAsync();
            var checks = new LastChecks(_disk, _chain, _faults, _world.Outside.Time, _findings);
            sums = await checks.RunAsync([.. _people.Farmers.Select(f => f.Wallet)], [_processes.PoolerAccount.Address]);
            excused = checks.Excused;
        }
        catch (Exception e)
        {
            _findings.Add(Check.Died, e.ToString());
        }
        return new SeedResult(
            seed, _findings.All, _world.LogHash(), _people.Farmers.Count, sums?.Planted ?? 0, sums?.Worked ?? 0, sums?.Harvested ?? 0, excused, _processes.Crashes, _processes.PoolerCrashes,
            _disk.Journal.Events, _world.Steps, TimeSpan.FromTicks(_world.Ticks));
    }

    async Task LiveAsync()
    {
        _world.Log("world", $"{_faults.Rates}");
        _processes.StartBackend();
        var start = StartAsync(_world.Random.Next(3, 7));
        if (!await _world.RunUntilAsync(() => start.IsCompleted, LongestStart)) throw new InvalidOperationException("the farmers never came to farm");
        await start;
        var last = _chain.NewestBlock + (uint)_world.Random.Next(3, 5);
        _processes.StartPooler();
        _world.Outside.At(TimeSpan.FromSeconds(1), Tick);
        if (!await _world.RunUntilAsync(() => _chain.NewestBlock >= last && _doings.TrueForAll(d => d.IsCompleted), LongestFarming) && _people.Farmers.Any(f => !f.HasLeft && !f.IsPaused) && !NextIsOver())
            _findings.Add(Check.Rest, "no block opens any more");
        _faults.Calm();
        // In the middle of a block: what is planted in it the backend must bring home alone.
        await _world.RunUntilAsync(() => false, _world.Between(TimeSpan.Zero, TimeSpan.FromSeconds(SimulatedChain.BlockSeconds)));
        _processes.StopPooler();
        if (_strands.HasLongPause) await PauseAsync();
        if (!await _world.RunUntilAsync(IsAtRest, LongestRest)) _findings.Add(Check.Rest, string.Join("; ", WhatIsOpen()));
        foreach (var doing in _doings.Where(d => d.IsFaulted)) await doing;
    }

    /// <summary>Nobody can open a block, and so harvest, for longer than pails live by themselves.</summary>
    async Task PauseAsync()
    {
        await SetPausedAsync(true);
        var end = _chain.Ledger + Strands.PausedLedgers;
        await _world.RunUntilAsync(() => _chain.Ledger >= end, LongestFarming);
        await SetPausedAsync(false);
    }

    async Task SetPausedAsync(bool isPaused)
    {
        var doing = _chain.TryPauseAsync(isPaused);
        await _world.RunUntilAsync(() => doing.IsCompleted, LongestStart);
        if (!await doing) throw new InvalidOperationException("the farm's administrator was refused");
    }

    async Task StartAsync(int farmers)
    {
        await _people.MakePoolerAsync(_world.Chance(0.5) ? 0.1m : 0);
        await Task.WhenAll(Enumerable.Range(0, farmers).Select(_people.JoinAsync));
        foreach (var farmer in _people.Farmers.Where(_ => _world.Chance(0.7)).ToList()) await _people.DepositAsync(farmer, _world.Random.Next(1, 1_000));
    }

    /// <summary>Once a second: somebody may want something, somebody may be stopped.</summary>
    void Tick()
    {
        if (_faults.IsCalm) return;
        _world.Outside.At(TimeSpan.FromSeconds(1), Tick);
        if (_faults.StopsSomebody() && _processes.Backend is { } backend)
        {
            var ids = _disk.Journal.Ids("");
            var id = ids[_world.Random.Next(ids.Count)];
            _world.Log("world", $"{id} is stopped");
            _faults.Disturbances.Prevent(id, Disturbances.Stop);
            backend.Stop(id[(id.IndexOf('-', StringComparison.Ordinal) + 1)..]);
        }
        if (!_world.Chance(0.03)) return;
        var farmer = _people.Farmers[_world.Random.Next(_people.Farmers.Count)];
        if (farmer.HasLeft) return;
        _doings.Add(_world.Random.Next(6) switch
        {
            0 => _people.DepositAsync(farmer, _world.Random.Next(1, 100)),
            1 => _people.ChangeStakeAsync(farmer, _world.Random.Next(0, 10_001) / 10_000m),
            2 => _people.WantPayoutsAsync(farmer, _world.Random.Next(1, 1_000_000_000)),
            3 => _people.PauseAsync(farmer, true),
            4 => _people.PauseAsync(farmer, false),
            _ => _people.LeaveAsync(farmer),
        });
    }

    /// <summary>Looked at once a ledger.</summary>
    bool IsAtRest()
    {
        if (_chain.Ledger == _looked) return false;
        _looked = _chain.Ledger;
        return WhatIsOpen().Count == 0;
    }

    /// <summary>Who has opened a block with a plant of nothing looks after that pail until the next one opens, which nobody need do; whoever leaves may wait for what he is owed.</summary>
    List<string> WhatIsOpen()
    {
        var due = _disk.Journal.Due().Where(d => d.Kind != DueEntity.Farmer || StateOf(d.Id) is { OpenAct: not null } or { HasOpenBlocks: true });
        var blocks = _disk.Journal.Ids("block-").Where(id => _disk.Journal.EventsOf(id).Cast<BlockEvent>().Aggregate(BlockState.Empty, (s, e) => s.Apply(e)).Status != BlockStatus.Completed);
        var leaving = _people.Farmers.Select(f => StateOf($"{f.Id:N}")).Where(f => f.Status == FarmerStatus.Leaving && f.WhyExitWaits(_world.Now) is null);
        return [.. due.Select(d => $"due: {d.Kind} {d.Id}"), .. blocks.Select(b => $"open: {b}"), .. leaving.Select(f => $"farmer {f.Id:D} has not left: {f.LeavingFailure?.Message}")];
    }

    /// <summary>Nobody could plant in the next block when it was asked for, and it is asked for once: with no other farm on the chain it stays shut.</summary>
    bool NextIsOver()
    {
        var ids = _disk.Journal.Ids("block-").Where(id => id.EndsWith($"-{_chain.NewestBlock + 1}", StringComparison.Ordinal));
        var blocks = ids.Select(id => _disk.Journal.EventsOf(id).Cast<BlockEvent>().Aggregate(BlockState.Empty, (s, e) => s.Apply(e)));
        return blocks.Any(block => block.Status == BlockStatus.Completed && block.Farmers.Values.All(f => f is { Plant: StepState.Failed, Failure.Code: ErrorCode.FarmerNotActive }));
    }

    FarmerState StateOf(string farmer) => _disk.Journal.EventsOf($"farmer-{farmer}").Cast<FarmerEvent>().Aggregate(FarmerState.Empty, (s, e) => s.Apply(e));
}
