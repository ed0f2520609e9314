using System.Collections.Concurrent;

namespace KalePool.Demo.Harness;

/// <summary>
/// Starts processes from one thread that lives as long as we do. Linux sends the parent-death signal when the *thread* that
/// forked ends, and a pool thread may end at any time.
/// </summary>
static class Spawner
{
    static readonly BlockingCollection<Action> Work = [];

    static Spawner() => new Thread(Run) { IsBackground = true, Name = "spawner" }.Start();

    public static Task<T> RunAsync<T>(Func<T> start)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                done.SetResult(start());
            }
#pragma warning disable CA1031 // Whatever went wrong belongs to the caller, not to this thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    static void Run()
    {
        foreach (var action in Work.GetConsumingEnumerable()) action();
    }
}
