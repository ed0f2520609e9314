using KalePool.Hashing;

namespace KalePool.Pooler.Workers;

/// <summary>A seat that always has somebody hashing: a worker that fell silent, ended, lied or never ends is replaced and each range it had is searched again from the start; when
/// replacements fail too, this process hashes with what it has itself, with one thread.</summary>
/// <remarks>May be asked for several searches at a time: while one is under way the next one waits where the hashing is, so that nobody idles between them.</remarks>
/// <param name="placement">Of the thread that hashes, whoever's it is.</param>
/// <param name="longest">What one search of a worker may take.</param>
sealed class WorkerSeat(WorkerLauncher launcher, ThreadPlacement placement, SearchKernel fallback, TimeSpan longest, Action<string> trouble) : IDisposable
{
    /// <summary>Searches at a time that keep it busy: one, and the next one.</summary>
    public const int Ahead = 2;

    /// <summary>A search is of some ten milliseconds: whoever takes so long does not search.</summary>
    public static readonly TimeSpan LongestSearch = TimeSpan.FromMinutes(10);

    /// <summary>Failures one after another that are no accident any more.</summary>
    const int MostFailures = 5;

    readonly Lock _lock = new();
    readonly SemaphoreSlim _here = new(1);
    readonly CancellationTokenSource _ending = new();
    Task<WorkerProcess>? _worker;
    int _failures;
    int _stops;
    bool _isOver;

    /// <summary>The best hash of a range with more zeros than those, and how many of its nonces have been tried: all, unless it was stopped.</summary>
    /// <exception cref="ObjectDisposedException">The seat is.</exception>
    public async Task<Searched> SearchAsync(SearchTemplate template, NonceRange range, int zerosToBeat, CancellationToken cancellation)
    {
        var stops = Volatile.Read(ref _stops);
        while (Worker() is { } started)
        {
            try
            {
                var worker = await started.WaitAsync(cancellation);
                if (stops != Volatile.Read(ref _stops)) return default;
                var searched = await worker.SearchAsync(template, range, zerosToBeat, longest, cancellation);
                lock (_lock)
                    if (_worker == started) _failures = 0;
                return searched;
            }
            catch (WorkerException e)
            {
                await ReplaceAsync(started, e);
            }
        }
        return await HashHereAsync(template, range, zerosToBeat, stops, cancellation);
    }

    /// <summary>Ends all searches under way as soon as may be; each says how far it came.</summary>
    public void Stop()
    {
        Task<WorkerProcess>? started;
        lock (_lock)
        {
            _stops++;
            started = _worker;
        }
        if (started is not null) _ = WithAsync(started, worker => worker.StopAsync());
    }

    public void Dispose()
    {
        Task<WorkerProcess>? started;
        lock (_lock)
        {
            _isOver = true;
            (started, _worker) = (_worker, null);
        }
        _ending.Cancel();
        if (started is not null) _ = EndAsync(started);
    }

    /// <summary>The present one, or the start of one; null when they have failed too often.</summary>
    Task<WorkerProcess>? Worker()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isOver, this);
            return _failures < MostFailures ? _worker ??= launcher.StartAsync(placement, _ending.Token) : null;
        }
    }

    /// <summary>Once, however many searches it has failed.</summary>
    async Task ReplaceAsync(Task<WorkerProcess> failed, WorkerException e)
    {
        int failures;
        lock (_lock)
        {
            if (_worker != failed) return;
            _worker = null;
            failures = ++_failures;
        }
        await EndAsync(failed);
        trouble(failures < MostFailures ? $"{e.Message}: it is replaced" : $"{e.Message}: this process hashes in its place, with the kernel {fallback.Name}");
    }

    static Task EndAsync(Task<WorkerProcess> started) => WithAsync(started, worker =>
    {
        worker.Dispose();
        return Task.CompletedTask;
    });

    /// <summary>If it has started.</summary>
    static async Task WithAsync(Task<WorkerProcess> started, Func<WorkerProcess, Task> act)
    {
        await ((Task)started).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (started.IsCompletedSuccessfully) await act(await started);
    }

    async Task<Searched> HashHereAsync(SearchTemplate template, NonceRange range, int zerosToBeat, int stops, CancellationToken cancellation)
    {
        await _here.WaitAsync(cancellation);
        try
        {
            if (stops != Volatile.Read(ref _stops)) return default;
            Found? best = null;
            await OwnThread.Run(() =>
            {
                placement.Apply();
                best = fallback.Best(template, range, zerosToBeat);
            });
            return new(range.Count, best);
        }
        finally
        {
            _here.Release();
        }
    }
}
