using KalePool.Hashing;

namespace KalePool.Pooler.Workers;

/// <summary>A seat that always has somebody hashing: a worker that fell silent, ended, lied or never ends is replaced and its range searched again from the start; when
/// replacements fail too, this process hashes with what it has itself.</summary>
/// <param name="placement">Of the thread that hashes, whoever's it is.</param>
/// <param name="longest">What one search of a worker may take.</param>
sealed class WorkerSeat(WorkerLauncher launcher, ThreadPlacement placement, SearchKernel fallback, TimeSpan longest, Action<string> trouble) : IDisposable
{
    /// <summary>A search is of some ten milliseconds: whoever takes so long does not search.</summary>
    public static readonly TimeSpan LongestSearch = TimeSpan.FromMinutes(10);

    /// <summary>Failures one after another that are no accident any more.</summary>
    const int MostFailures = 5;

    WorkerProcess? _worker;
    int _failures;

    /// <summary>The best hash of a range with more zeros than those; null when there is none. Every nonce has then been tried.</summary>
    public async Task<Found?> BestAsync(SearchTemplate template, NonceRange range, int zerosToBeat, CancellationToken cancellation)
    {
        while (_failures < MostFailures)
        {
            try
            {
                _worker ??= await launcher.StartAsync(placement, cancellation);
                var best = await _worker.BestAsync(template, range, zerosToBeat, longest, cancellation);
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
