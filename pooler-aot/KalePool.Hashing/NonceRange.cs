namespace KalePool.Hashing;

/// <summary>The nonces Start, Start + 1, … Start + Count − 1. It never wraps past 2^64 − 1.</summary>
public readonly record struct NonceRange
{
    /// <exception cref="ArgumentOutOfRangeException">The range would go past nonce 2^64 − 1.</exception>
    public NonceRange(ulong start, ulong count)
    {
        if (count > 0 && ulong.MaxValue - start < count - 1)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"{count} nonces from {start} go past the last nonce, {ulong.MaxValue}.");
        Start = start;
        Count = count;
    }

    public ulong Start { get; }

    public ulong Count { get; }

    /// <summary>Everything from a nonce on; without the very last nonce when it starts at 0, since a count has 64 bits too.</summary>
    public static NonceRange From(ulong start) => new(start, start == 0 ? ulong.MaxValue : ulong.MaxValue - start + 1);

    /// <summary>What is left after the first <paramref name="tried"/>, null when nothing is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than there are.</exception>
    public NonceRange? After(ulong tried)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tried, Count);
        return tried == Count ? null : new NonceRange(Start + tried, Count - tried);
    }
}
