namespace KalePool.Hashing;

/// <summary>What the threads of one search share.</summary>
sealed class SearchRun(
    SearchKernel kernel, SearchGoal goal, ulong piece, Action<Found>? onFound, Action<ulong> onTried, CancellationToken cancellation)
{
    readonly Lock _lock = new();
    ulong _taken;
    Found? _best;
    int _zerosToBeat = goal.ZerosToBeat;
    bool _isFailed;

    /// <summary>Takes pieces and searches them until there is a reason to end.</summary>
    public void Work()
    {
        try
        {
            while (Take() is { } next)
            {
                SearchWhole(next);
            }
        }
        catch
        {
            lock (_lock)
            {
                _isFailed = true;
            }

            throw;
        }
    }

    /// <summary>What was done, once every thread has ended.</summary>
    public SearchSummary Summary()
    {
        lock (_lock)
        {
            var end = IsEnough ? SearchEnd.Reached : _taken == goal.Range.Count ? SearchEnd.Exhausted : SearchEnd.Stopped;
            return new SearchSummary(_taken, _best, end);
        }
    }

    bool IsEnough => _zerosToBeat >= goal.EnoughZeros;

    NonceRange? Take()
    {
        lock (_lock)
        {
            if (_isFailed || IsEnough || cancellation.IsCancellationRequested || goal.Range.After(_taken) is not { } left)
                return null;
            // Pieces end where a piece ends that starts at 0: kernels like aligned ones.
            var count = Math.Min(piece - (left.Start % piece), left.Count);
            _taken += count;
            return new NonceRange(left.Start, count);
        }
    }

    void SearchWhole(NonceRange range)
    {
        var best = kernel.Best(goal.Template, range, Math.Min(Volatile.Read(ref _zerosToBeat), Digest.HexDigits - 1));
        onTried(range.Count);
        if (best is { } found)
            Report(found);
    }

    void Report(Found found)
    {
        lock (_lock)
        {
            if (found.Zeros <= _zerosToBeat)
                return;
            _best = found;
            _zerosToBeat = found.Zeros;
            onFound?.Invoke(found);
        }
    }
}
