namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>One cell of the matrix: somebody is hit at a step of a block, starts again, and the block ends full and balanced.</summary>
static class Crash
{
    /// <summary>What sends a transaction. Of two farmers the backend's first two are plants, the next two harvests; the pooler's are works.</summary>
    public const string Send = "sendTransaction";

    static readonly TimeSpan SomeLedgers = TimeSpan.FromSeconds(3);

    public static Task KillAsync(Victim victim, CrashPoint point) => EndAsync(victim, point, run => run.KillAsync(victim), run => run.RestartAsync(victim));

    /// <summary>It stands still for some ledgers, and does not know of it.</summary>
    public static Task HaltAsync(Victim victim, CrashPoint point) => EndAsync(victim, point, async run =>
    {
        var child = run.Pool.Child(CrashRun.NameOf(victim));
        await child.SignalAsync("STOP");
        await Task.Delay(SomeLedgers, TimeProvider.System, run.Stop);
        await child.SignalAsync("CONT");
    }, _ => Task.CompletedTask);

    static async Task EndAsync(Victim victim, CrashPoint point, Func<CrashRun, Task> hit, Func<CrashRun, Task> mend)
    {
        var directory = Directory.CreateTempSubdirectory("kalepool-crash-").FullName;
        await using (var run = new CrashRun(directory, postgres: victim == Victim.Postgres))
        {
            await run.PrepareAsync();
            await run.HitAsync(point, () => hit(run));
            await mend(run);
            await run.JudgeAsync();
        }
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>Each of these steps, hit before it has any effect and after, unanswered.</summary>
    public static IEnumerable<CrashPoint> Both(string asker, string step, params int[] times) =>
        times.SelectMany(nth => (CrashPoint[])[new(asker, step, nth, IsDone: false), new(asker, step, nth, IsDone: true)]);
}
