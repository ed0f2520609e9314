namespace KalePool.Pooler.Work;

/// <summary>
/// Decides whom to hash for next in one block: whoever has the fewest zeros, since a reward is linear in zeros and each costs 16 times the one before;
/// among equals whoever has the fewest hashes, then by wallet. Nobody is hashed for beyond the block's most zeros, where nothing is gained, or beyond the cap.
/// </summary>
/// <remarks>No clock, no chance, no lock: the same calls in the same order give the same turns. Every call takes the logarithm of the number of farmers.</remarks>
/// <param name="enoughZeros">The block's most zeros.</param>
/// <param name="nonceCap">Most hashes a farmer; null: none.</param>
/// <param name="pieceLength">Hashes of a turn.</param>
sealed class HashOrder(int enoughZeros, ulong? nonceCap, ulong pieceLength)
{
    /// <summary>Of a farmer who has no hash yet.</summary>
    public const int NoZeros = -1;

    readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    readonly SortedSet<Lane> _open = new(Comparer<Lane>.Create(Compare));

    /// <summary>One farmer's turn.</summary>
    /// <param name="Offset">Hashes that he had been given before.</param>
    /// <param name="ZerosToBeat">Fewer or as many gain nothing.</param>
    public sealed record Turn(string Wallet, ulong Offset, ulong Count, int ZerosToBeat);

    /// <summary>Nothing can be gained by hashing on.</summary>
    public bool IsDone => _open.Count == 0;

    public IEnumerable<string> Wallets => _lanes.Keys;

    /// <param name="zeros">Of the best hash known.</param>
    /// <param name="taken">Hashes that he has been given by an earlier run.</param>
    public void Add(string wallet, int zeros = NoZeros, ulong taken = 0)
    {
        var lane = new Lane(wallet, zeros, taken);
        if (_lanes.TryAdd(wallet, lane)) Open(lane);
    }

    public void Remove(string wallet)
    {
        if (_lanes.Remove(wallet, out var lane)) _open.Remove(lane);
    }

    /// <summary>A hash was found, or the chain shows a work, with so many zeros: fewer are worth nothing from now on.</summary>
    public void Raise(string wallet, int zeros)
    {
        if (!_lanes.TryGetValue(wallet, out var lane) || zeros <= lane.Zeros) return;
        _open.Remove(lane);
        Put(lane with { Zeros = zeros });
    }

    /// <summary>The next turn; null when there is nothing to gain.</summary>
    /// <param name="isFirstOnly">Only for a farmer who has no hash yet.</param>
    public Turn? Take(bool isFirstOnly = false)
    {
        if (_open.Min is not { } next || isFirstOnly && next.Zeros != NoZeros) return null;
        var count = Math.Min(pieceLength, (nonceCap ?? ulong.MaxValue) - next.Taken);
        _open.Remove(next);
        Put(next with { Taken = next.Taken + count });
        return new Turn(next.Wallet, next.Taken, count, next.Zeros);
    }

    /// <summary>Hashes that a farmer has been given; 0 for one who is not there.</summary>
    public ulong TakenBy(string wallet) => _lanes.GetValueOrDefault(wallet)?.Taken ?? 0;

    void Put(Lane lane)
    {
        _lanes[lane.Wallet] = lane;
        Open(lane);
    }

    void Open(Lane lane)
    {
        if (lane.Zeros < enoughZeros || lane.Zeros == NoZeros)
            if (lane.Taken < (nonceCap ?? ulong.MaxValue)) _open.Add(lane);
    }

    static int Compare(Lane a, Lane b) => (a.Zeros, a.Taken).CompareTo((b.Zeros, b.Taken)) is not 0 and var order ? order : string.CompareOrdinal(a.Wallet, b.Wallet);

    sealed record Lane(string Wallet, int Zeros, ulong Taken);
}
