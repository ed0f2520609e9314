namespace KalePool.Backend.ReadModel;

/// <summary>
/// How far a reader of the journal may go. PostgreSQL gives a transaction its ordering ids when it writes and shows them when it commits (or
/// never, when it does not): behind a missing id somebody may still be about to commit. He had his lock on the table before he took the id, so
/// once all who hold that lock when the gap is seen are gone, what is still missing will never come.
/// </summary>
/// <remarks>No waiting time is involved, so that none can be too short.</remarks>
sealed class GapWatch
{
    long _upTo;
    HashSet<string> _writers = [];

    /// <summary>Up to here a missing id means nothing.</summary>
    long _settledUpTo;

    /// <summary>The rows that may be taken, in their order; fewer than there are while a gap before the rest may still fill.</summary>
    /// <param name="position">The ordering up to which everything was taken.</param>
    /// <param name="read">The rows after the position; asked again once a gap is settled, for it may have filled.</param>
    /// <param name="readWriters">The transactions that may write to the journal.</param>
    public async Task<IReadOnlyList<JournalEntry>> TakeAsync(long position, Func<Task<IReadOnlyList<JournalEntry>>> read, Func<Task<IReadOnlyCollection<string>>> readWriters)
    {
        var rows = await read();
        var whole = CountWithoutGap(position, rows);
        if (whole == rows.Count) return rows;
        var writers = await readWriters();
        if (_upTo <= position || _upTo < rows[whole].Ordering) (_upTo, _writers) = (rows[^1].Ordering, [.. writers]);
        else _writers.IntersectWith(writers);
        if (_writers.Count > 0) return [.. rows.Take(whole)];
        _settledUpTo = _upTo;
        var again = await read();
        return [.. again.Take(CountWithoutGap(position, again))];
    }

    /// <summary>What was settled is to be looked at anew.</summary>
    public void Forget() => (_upTo, _settledUpTo) = (0, 0);

    int CountWithoutGap(long position, IReadOnlyList<JournalEntry> rows)
    {
        var before = position;
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Ordering != before + 1 && rows[i].Ordering > _settledUpTo) return i;
            before = rows[i].Ordering;
        }
        return rows.Count;
    }
}
