namespace KalePool.Fuzz.Engine;

/// <summary>A run on a thread of its own, so that an input that never ends is known too.</summary>
public static class Watched
{
    /// <summary>Far more than any input needs, on any machine.</summary>
    public static readonly TimeSpan LongestInput = TimeSpan.FromMinutes(1);

    static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <summary>What <see cref="FuzzRun.Go"/> returns, or the input that does not end; then its thread is left behind.</summary>
    public static Finding? Go(this FuzzRun run, string target, long inputs, Func<bool>? stop, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(time);
        Finding? finding = null;
        var thread = new Thread(() => finding = run.Go(inputs, stop)) { IsBackground = true, Name = target };
        thread.Start();
        var (runs, since) = (-1L, time.GetTimestamp());
        while (!thread.Join(Look))
        {
            if (run.Runs != runs) (runs, since) = (run.Runs, time.GetTimestamp());
            else if (time.GetElapsedTime(since) > LongestInput) return new Finding(target, run.Present, $"it has not ended within {LongestInput.TotalSeconds} s", null);
        }
        return finding;
    }
}
