using System.Runtime.CompilerServices;

namespace KalePool.Simulation.Kernel;

/// <summary>
/// The thread pool has one thread (the project file says so), and the simulation runs on it too. So whatever a step has put there is done, in a fixed order, when
/// the thread comes back to the simulation and finds nothing else waiting.
/// </summary>
static class PoolThread
{
    /// <summary>Whatever is meant comes to rest long before.</summary>
    const int MostRounds = 1_000_000;

    /// <exception cref="InvalidOperationException">There may be more threads: nothing would be the same twice.</exception>
    public static void RequireOne()
    {
        ThreadPool.GetMaxThreads(out var workers, out _);
        if (workers != 1) throw new InvalidOperationException($"the thread pool may have {workers} threads; the simulation needs one of one");
    }

    /// <summary>Returns when nothing waits for the pool's thread.</summary>
    /// <exception cref="InvalidOperationException">That never comes to be.</exception>
    public static async Task DrainAsync()
    {
        var rounds = 0;
        do
        {
            await default(Behind);
            if (++rounds > MostRounds) throw new InvalidOperationException("something goes on by itself and never waits for the clock");
        }
        while (ThreadPool.PendingWorkItemCount > 0);
    }

    /// <summary>Goes on behind everything that waits now.</summary>
    readonly struct Behind : INotifyCompletion
    {
        public bool IsCompleted => false;

        public Behind GetAwaiter() => this;

        public void OnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(static go => go(), continuation, preferLocal: false);

        public void GetResult()
        {
        }
    }
}
