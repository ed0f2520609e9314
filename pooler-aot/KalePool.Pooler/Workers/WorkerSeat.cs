using KalePool.Hashing;

namespace KalePool.Pooler.Workers;

/// <summary>A seat that always has somebody hashing: a worker that fell silent, ended or lied is replaced and its range searched again from the start; when
/// replacements fail too, this process hashes with what it has itself.</summary>
/// <param name="placement">Of the thread that hashes, whoever's it is.</param>
sealed class WorkerSeat(WorkerLauncher launcher, ThreadPlacement placement, SearchKernel fallback, Action<string> trouble) : IDisposable
{
    /// <summary>Failures one after another that are no accident any more.</summary>
    const int MostFailures = 5;

    WorkerProcess? _worker;
    int _failures;

    /// <inheritdoc cref="WorkerProcess.BestAsync"/>
    public async Task<Found?> BestAsync(SearchTemplate template, NonceRange range, int zerosToBeat, CancellationToken cancellation)
    {
        while (_failures < MostFailures)
        {
            try
            {
                _worker ??= await launcher.StartAsync(placement, cancellation);
                var best = await _worker.BestAsync(template, range, zerosToBeat, cancellation);
                _failures = 0;
                return best;
            }
            catch (WorkerException e)
            {
                Dispose();
                _failures++;
                trouble(_failures < MostFailures ? $"{e.Message}: it is replaced" : $"{e.Message}: this process hashes in its place, with the kernel {fallback.Name}");
            }
        }
        return await HashHereAsync(template, range, zerosToBeat);
    }

    public void Dispose()
    {
        _worker?.Dispose();
        _worker = null;
    }

    async Task<Found?> HashHereAsync(SearchTemplate template, NonceRange range, int zerosToBeat)
    {
        Found? best = null;
        await OwnThread.Run(() =>
        {
            placement.Apply();
            best = fallback.Best(template, range, zerosToBeat);
        });
        return best;
    }
}
