using KalePool.Contracts;
using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>The backend's disk is full for some ledgers, or read-only at its start. Mounting takes root: where that is not given, these tests fail and say so.</summary>
[Trait("Category", "Long")]
public sealed class DiskSpec : IDisposable
{
    static readonly TimeSpan SomeLedgers = TimeSpan.FromSeconds(5);

    readonly string _directory = Directory.CreateTempSubdirectory("kalepool-disk-").FullName;
    readonly SmallDisk _disk;

    public DiskSpec() => _disk = SmallDisk.Mount(Path.Combine(_directory, "data")) ?? throw new InvalidOperationException("mounting a disk in memory takes root");

    public static TheoryData<CrashPoint> Steps => new(
    [
        new(Names.Backend, Crash.Send, 1, IsDone: true), new(Names.Pooler, Routes.PlantRequest, 1, IsDone: false), new(Names.Pooler, Routes.WorkComplete, 1, IsDone: false),
        new(Names.Backend, Crash.Send, 3, IsDone: true),
    ]);

    public void Dispose()
    {
        _disk.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory, MemberData(nameof(Steps))]
    public async Task The_block_ends_full_and_balanced_after_the_disk_was_full_at(CrashPoint point)
    {
        await using var run = NewRun();
        await run.PrepareAsync();
        Task? freed = null;
        await run.HitAsync(point, () =>
        {
            _disk.Fill();
            freed = FreeLaterAsync(run.Stop);
            return Task.CompletedTask;
        });
        await freed!;
        await run.JudgeAsync();
    }

    [Fact]
    public async Task A_read_only_disk_is_told_at_the_start_and_nothing_is_served()
    {
        await using var run = NewRun();
        await run.PrepareAsync();
        var plan = run.Pool.Child(Names.Backend).Plan;
        await run.KillAsync(Victim.Backend);
        _disk.SetReadOnly(true);
        await using (var refusing = await ChildProcess.StartAsync(plan))
        {
            Assert.NotEqual(0, await refusing.Ended.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, run.Stop));
            Assert.Contains(refusing.LastLines, line => line.Contains("readonly", StringComparison.OrdinalIgnoreCase) || line.Contains("read-only", StringComparison.OrdinalIgnoreCase));
        }
        _disk.SetReadOnly(false);
        await run.RestartAsync(Victim.Backend);
        await run.Pool.StartPoolerAsync(1);
        await run.JudgeAsync();
    }

    CrashRun NewRun() => new(_directory, change: (name, settings) =>
    {
        if (name == Names.Backend) settings["DATABASE_URL"] = "sqlite:" + Path.Combine(_disk.Folder, "kalepool.db");
    });

    async Task FreeLaterAsync(CancellationToken stop)
    {
        await Task.Delay(SomeLedgers, TimeProvider.System, stop);
        _disk.Free();
    }
}
