namespace KalePool.Hashing;

/// <summary>Searches with several threads. They take pieces of the range in ascending order and finish each piece they took, so that at the end, however it
/// ends, exactly the first <see cref="SearchSummary.Tried"/> nonces have been tried, each once: a later search goes on behind them.</summary>
/// <remarks>One search at a time. A piece of 2^18 nonces lasts about 70 ms on the scalar kernel, 10 on the fastest: that long a cancellation takes.</remarks>
public sealed class NonceSearch
{
    /// <summary>Nonces a thread takes at a time: a kernel's block.</summary>
    public const ulong DefaultPiece = SearchKernel.Block;

    readonly SearchKernel _kernel;
    readonly int _threads;
    readonly ulong _piece;
    readonly ThreadPlacement? _placement;
    int _isRunning;
    long _hashes;

    /// <param name="placement">Of each thread; null: as they come.</param>
    /// <exception cref="ArgumentOutOfRangeException">No thread, more than 1024, or an empty piece.</exception>
    /// <exception cref="ArgumentException">This CPU lacks the kernel's instructions.</exception>
    public NonceSearch(SearchKernel kernel, int threads, ulong piece = DefaultPiece, ThreadPlacement? placement = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 1024);
        ArgumentOutOfRangeException.ThrowIfZero(piece);
        if (!kernel.IsSupported)
            throw new ArgumentException($"This CPU cannot run the kernel {kernel.Name}.", nameof(kernel));
        _kernel = kernel;
        _threads = threads;
        _piece = piece;
        _placement = placement;
    }

    /// <summary>Hashes made by all searches of this instance so far. May be read at any time, also while one runs.</summary>
    public long Hashes => Interlocked.Read(ref _hashes);

    /// <summary>Searches until the goal is reached, the range is exhausted, or the token is cancelled, which is an ordinary end and no exception.</summary>
    /// <param name="goal">What to search for.</param>
    /// <param name="onFound">Called on a searching thread for each hash better than all before it, one call at a time, in the order of their zeros. What it throws ends the search and comes out of the task.</param>
    /// <param name="cancellation">Ends the search after the pieces in hand.</param>
    /// <exception cref="ArgumentOutOfRangeException">ZerosToBeat is not −1 to 63, or EnoughZeros is not above it.</exception>
    /// <exception cref="InvalidOperationException">A search is running already.</exception>
    public async Task<SearchSummary> RunAsync(SearchGoal goal, Action<Found>? onFound, CancellationToken cancellation)
    {
        var run = new SearchRun(goal, _piece, onFound, cancellation);
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
            throw new InvalidOperationException("A search is running already.");
        try
        {
            await Task.WhenAll(Enumerable.Range(0, _threads).Select(_ => OwnThread.Run(() => Work(run, goal.Template)))).ConfigureAwait(false);
            return run.Summary();
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    void Work(SearchRun run, SearchTemplate template)
    {
        try
        {
            _placement?.Apply();
            while (run.Take() is { } piece)
            {
                var best = _kernel.Best(template, piece, run.ZerosToBeat);
                Interlocked.Add(ref _hashes, (long)piece.Count);
                run.Report(best);
            }
        }
        catch
        {
            run.Fail();
            throw;
        }
    }
}
