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
            var count = Math.Min(piece, left.Count);
            _taken += count;
            return new NonceRange(left.Start, count);
        }
    }

    /// <summary>Goes on behind what is found, so that a piece is always tried to its end and its best is seen.</summary>
    void SearchWhole(NonceRange range)
    {
        NonceRange? rest = range;
        while (rest is { } left)
        {
            var result = kernel.Search(goal.Template, left, Math.Min(Volatile.Read(ref _zerosToBeat), Digest.HexDigits - 1));
            onTried(result.Tried);
            if (result.Found is { } found)
                Report(found);
            rest = left.After(result.Tried);
        }
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
