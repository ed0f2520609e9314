namespace KalePool.Hashing;

/// <summary>One search as it is shared by those who work on it: they take pieces of the range in ascending order and finish each they took.</summary>
/// <remarks>Every member may be called by any thread.</remarks>
public sealed class SearchRun
{
    readonly Lock _lock = new();
    readonly SearchGoal _goal;
    readonly ulong _piece;
    readonly Action<Found>? _onFound;
    readonly CancellationToken _cancellation;
    ulong _taken;
    Found? _best;
    int _zerosToBeat;
    bool _isFailed;

    /// <param name="goal">What to search for.</param>
    /// <param name="piece">Nonces taken at a time.</param>
    /// <param name="onFound">Called for each hash better than all before it, one call at a time.</param>
    /// <param name="cancellation">No piece is taken any more.</param>
    /// <exception cref="ArgumentOutOfRangeException">ZerosToBeat is not −1 to 63, or EnoughZeros is not above it.</exception>
    public SearchRun(SearchGoal goal, ulong piece, Action<Found>? onFound, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(goal);
        ArgumentOutOfRangeException.ThrowIfZero(piece);
        ArgumentOutOfRangeException.ThrowIfLessThan(goal.ZerosToBeat, -1, nameof(goal));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(goal.ZerosToBeat, Digest.HexDigits, nameof(goal));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(goal.EnoughZeros, goal.ZerosToBeat, nameof(goal));
        (_goal, _piece, _onFound, _cancellation) = (goal, piece, onFound, cancellation);
        _zerosToBeat = goal.ZerosToBeat;
    }

    /// <summary>What a piece's hashes have to beat now: −1 to 63.</summary>
    public int ZerosToBeat => Math.Min(Volatile.Read(ref _zerosToBeat), Digest.HexDigits - 1);

    /// <summary>The next piece; null when there is a reason to end.</summary>
    public NonceRange? Take()
    {
        lock (_lock)
        {
            if (_isFailed || IsEnough || _cancellation.IsCancellationRequested || _goal.Range.After(_taken) is not { } left)
                return null;
            // Pieces end where a piece ends that starts at 0: kernels like aligned ones.
            var count = Math.Min(_piece - (left.Start % _piece), left.Count);
            _taken += count;
            return new NonceRange(left.Start, count);
        }
    }

    /// <summary>The best of a piece that has been tried to its end.</summary>
    public void Report(Found? best)
    {
        lock (_lock)
        {
            if (best is not { } found || found.Zeros <= _zerosToBeat)
                return;
            _best = found;
            _zerosToBeat = found.Zeros;
            _onFound?.Invoke(found);
        }
    }

    /// <summary>Nobody takes a piece any more: a worker has failed.</summary>
    public void Fail()
    {
        lock (_lock)
        {
            _isFailed = true;
        }
    }

    /// <summary>What was done, once everyone has ended.</summary>
    public SearchSummary Summary()
    {
        lock (_lock)
        {
            var end = IsEnough ? SearchEnd.Reached : _taken == _goal.Range.Count ? SearchEnd.Exhausted : SearchEnd.Stopped;
            return new SearchSummary(_taken, _best, end);
        }
    }

    bool IsEnough => _zerosToBeat >= _goal.EnoughZeros;
}
