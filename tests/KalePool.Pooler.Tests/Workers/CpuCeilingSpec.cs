using KalePool.Hashing;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Work;
using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Tests.Workers;

/// <summary>The ceiling on CPU time, measured of real worker processes.</summary>
public sealed class CpuCeilingSpec : IDisposable
{
    const double Ceiling = 0.4;
    static readonly TimeSpan Run = TimeSpan.FromSeconds(2.5);

    readonly WorkerScripts _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public async Task Two_workers_use_no_more_time_than_they_are_given()
    {
        // The test's own process does much else meanwhile.
        var meter = new CpuMeter(() => TimeSpan.Zero);
        var launcher = await _scripts.LaunchAsync(WorkerScripts.Real, meter: meter);
        var schedule = new HashSchedule(pieceLength: 50_000);
        var gate = new HashingGate(new(), null, Ceiling, meter, TimeProvider.System);
        WorkerSeat Seat() => new(launcher!, new(HashingPriority.Normal, null), KernelCatalog.Scalar, WorkerSeat.LongestSearch, _scripts.Tell);
        await using var workers = new HashingWorkers(schedule, launcher!, [Seat(), Seat()], gate, e => _scripts.Tell(e.Message), TimeProvider.System);
        schedule.Begin(7, new byte[32], 64, [Wallets.Target("a")]);
        // They start first, at the expense of what comes.
        Assert.True(await UntilAsync(() => workers.Hashes > 100_000));

        var (used, hashes, started) = (meter.Used, workers.Hashes, TimeProvider.System.GetTimestamp());
        await Task.Delay(Run, TimeProvider.System);
        var (after, seconds) = (meter.Used, TimeProvider.System.GetElapsedTime(started).TotalSeconds);

        // Over it at most by what both have in hand (a piece, about 0.02 s) and what was saved.
        Assert.InRange((after - used).TotalSeconds, 0.01, (Ceiling * seconds) + 0.15);
        Assert.True(workers.Hashes > hashes);
    }

    static async Task<bool> UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 3_000 && !condition(); i++) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        return condition();
    }
}
