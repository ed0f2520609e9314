namespace KalePool.Backend.Tests.Fixtures;

/// <summary>Waiting for what another thread brings about: for the thing itself, with a deadline.</summary>
static class Poll
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(since) > Deadline) throw new TimeoutException($"not within {Deadline.TotalSeconds} s: {what}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
