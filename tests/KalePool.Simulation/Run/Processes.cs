using KalePool.Pooler.Pool;
using KalePool.Pooler.Submission;
using KalePool.Simulation.Chain;
using KalePool.Simulation.Checks;
using KalePool.Simulation.Faults;
using KalePool.Simulation.Kernel;
using KalePool.Simulation.Nodes;

namespace KalePool.Simulation.Run;

/// <summary>The backend and the pooler through all their lives: started, ended where the seed says, started again on what is on the disk.</summary>
sealed class Processes(World world, Disk disk, SimulatedChain chain, FaultPlan faults, Ports ports, Findings findings)
{
    static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(300);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    readonly Sendings _sendings = new(disk.Journal, chain.Chain.Network, findings);
    Life? _poolerLife;
    PoolerJournal? _poolerJournal;
    bool _isPoolerGone;
    int _lives;

    public Stellar.Keys.KeyPair PoolerAccount { get; } = Keys.Of("pooler");

    public Guid PoolerId { get; } = Keys.IdOf("pooler");

    public Tellings Tellings { get; } = new(disk.Journal, findings);

    /// <summary>Null while it is down.</summary>
    public BackendNode? Backend { get; private set; }

    public int Crashes { get; private set; }

    public int PoolerCrashes { get; private set; }

    public void StartBackend()
    {
        var life = new Life(world, $"backend {++_lives}");
        var fuse = faults.FuseOf(isPooler: false);
        world.Log("world", $"{life.Name} starts{(fuse is null ? "" : $", to end at {fuse.Point}")}");
        _ = Guard(life, async () =>
        {
            var node = await BackendNode.StartAsync(life, disk, chain, faults, ports, point => Passes(life, fuse, point, CrashBackend), _sendings.OfBackend);
            if (!life.IsOver) Backend = node;
        });
    }

    public void StartPooler()
    {
        if (_isPoolerGone) return;
        var life = _poolerLife = new Life(world, $"pooler {++_lives}");
        var fuse = faults.FuseOf(isPooler: true);
        world.Log("world", $"{life.Name} starts{(fuse is null ? "" : $", to end at {fuse.Point}")}");
        _poolerJournal = PoolerJournal.Open(PoolerNode.JournalPath(disk));
        PoolerNode.Start(
            life, disk, chain, faults, PoolerAccount, PoolerId, Api, _poolerJournal, point => Passes(life, fuse, point, CrashPooler),
            transaction => _sendings.OfPooler(transaction, PoolerNode.JournalPath(disk)));

        IPoolApi Api(TimeSpan timeout) => new SimulatedApi(life, PoolerId, () => Backend, faults, Tellings, timeout, PoolerNode.Capacity);
    }

    /// <summary>For good.</summary>
    public void StopPooler()
    {
        world.Log("world", $"{_poolerLife!.Name} is gone for good");
        _isPoolerGone = true;
        EndPooler();
    }

    static bool Passes(Life life, Fuse? fuse, CrashPoint point, Action<Life> crash)
    {
        if (!life.IsOver && fuse?.BurnsDownAt(point) == true) crash(life);
        return life.IsOver;
    }

    void CrashBackend(Life life)
    {
        life.Log("crashes");
        life.End();
        Backend = null;
        Crashes++;
        var pause = world.Between(ShortestPause, LongestPause);
        faults.Disturbances.Prevent(null, pause + Disturbances.Start);
        world.Outside.At(pause, StartBackend);
    }

    void CrashPooler(Life life)
    {
        life.Log("crashes");
        EndPooler();
        PoolerCrashes++;
        world.Outside.At(world.Between(ShortestPause, LongestPause), StartPooler);
    }

    void EndPooler()
    {
        _poolerLife!.End();
        _poolerJournal!.Dispose();
    }

    async Task Guard(Life life, Func<Task> start)
    {
        try
        {
            await start();
        }
        catch (Exception e) when (!life.IsOver)
        {
            world.Fail(e);
        }
        catch (Exception)
        {
            // Nobody hears of what a process meets after its end.
        }
    }
}
