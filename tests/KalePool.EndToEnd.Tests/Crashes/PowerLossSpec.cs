using System.Diagnostics;
using KalePool.Contracts;
using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>The machine loses power: the backend's SQLite and the pooler's files are what was flushed, to the byte.</summary>
[Trait("Category", "Long")]
public sealed class PowerLossSpec : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("kalepool-power-").FullName;

    public static TheoryData<Victim, CrashPoint> Steps => new()
    {
        { Victim.Backend, new(Names.Backend, Crash.Send, 1, IsDone: true) },
        { Victim.Backend, new(Names.Backend, Crash.Send, 2, IsDone: false) },
        { Victim.Backend, new(Names.Pooler, Routes.WorkComplete, 1, IsDone: true) },
        { Victim.Backend, new(Names.Backend, Crash.Send, 3, IsDone: true) },
        { Victim.Pooler, new(Names.Pooler, Crash.Send, 1, IsDone: true) },
        { Victim.Pooler, new(Names.Pooler, Crash.Send, 2, IsDone: false) },
        { Victim.Pooler, new(Names.Pooler, Routes.WorkComplete, 1, IsDone: false) },
    };

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory, MemberData(nameof(Steps))]
    public async Task The_block_ends_full_and_balanced_after_it_at(Victim victim, CrashPoint point)
    {
        var folder = Path.Combine(_directory, "data");
        var power = await PowerLoss.PrepareAsync(folder, _directory);
        Assert.NotNull(power);
        await using var run = new CrashRun(_directory, change: (name, settings) =>
        {
            if (name == CrashRun.NameOf(victim)) power.Watch(settings);
            if (name == Names.Backend && victim == Victim.Backend) settings["DATABASE_URL"] = "sqlite:" + Path.Combine(folder, "kalepool.db");
            if (name == Names.Pooler && victim == Victim.Pooler) settings["POOLER_STATE_DIR"] = folder;
        });
        await run.PrepareAsync();
        await run.HitAsync(point, async () =>
        {
            await run.KillAsync(victim);
            power.Happen();
        });
        await run.RestartAsync(victim);
        await run.JudgeAsync();
    }

    /// <summary>Else the tests above would prove nothing.</summary>
    [Fact]
    public async Task Takes_what_was_not_flushed_and_nothing_else()
    {
        var folder = Path.Combine(_directory, "data");
        var power = await PowerLoss.PrepareAsync(folder, _directory);
        Assert.NotNull(power);
        var start = new ProcessStartInfo("sh") { WorkingDirectory = folder };
        power.Watch(start.Environment!);
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("printf one > kept; sync kept; printf two >> kept; printf three > lost; printf four > gone; sync gone; rm gone; printf five > away; sync away; rm away; sync .; printf six > back; sync back; rm back");
        using var shell = Process.Start(start)!;
        await shell.WaitForExitAsync();

        Assert.Equal(0, shell.ExitCode);
        power.Happen();
        Assert.Equal(["back", "kept"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order());
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(folder, "kept")));
    }
}
