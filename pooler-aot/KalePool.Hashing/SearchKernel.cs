namespace KalePool.Hashing;

/// <summary>A kernel chosen at run time.</summary>
public sealed class SearchKernel
{
    readonly Action<SearchTemplate, NonceRange, IHitSink> _searchBlocks;
    readonly Action<SearchTemplate, ulong, int, int, IHitSink> _searchTurns;

    SearchKernel(
        string name, bool isSupported, Action<SearchTemplate, NonceRange, IHitSink> searchBlocks, Action<SearchTemplate, ulong, int, int, IHitSink> searchTurns)
    {
        Name = name;
        IsSupported = isSupported;
        _searchBlocks = searchBlocks;
        _searchTurns = searchTurns;
    }

    /// <summary>Nonces of an aligned block, 2^18. A range of whole blocks is searched at full speed; the ends of others one by one, without vectors.</summary>
    public const ulong Block = 1UL << SkipPlan.BlockBits;

    /// <inheritdoc cref="IPassKernel.Name"/>
    public string Name { get; }

    /// <inheritdoc cref="IPassKernel.IsSupported"/>
    public bool IsSupported { get; }

    /// <summary>The kernel of a type.</summary>
    internal static SearchKernel Of<TKernel>()
        where TKernel : struct, IPassKernel => new(TKernel.Name, TKernel.IsSupported, BlockSearch<TKernel>.Search, BlockSearch<TKernel>.SearchTurns);

    /// <summary>Tries every nonce of a range, each once, and reports every hash that the sink asks for.</summary>
    /// <exception cref="InvalidOperationException">This CPU lacks the kernel's instructions.</exception>
    public void Search(SearchTemplate template, NonceRange range, IHitSink sink)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(sink);
        if (!IsSupported)
            throw new InvalidOperationException($"This CPU cannot run the kernel {Name}.");

        var head = Math.Min((Block - (range.Start % Block)) % Block, range.Count);
        var whole = (range.Count - head) / Block * Block;
        var tail = range.Count - head - whole;
        OddEnds.Search(template, new NonceRange(range.Start, head), sink);
        if (whole > 0)
            _searchBlocks(template, new NonceRange(range.Start + head, whole), sink);
        if (tail > 0)
            OddEnds.Search(template, new NonceRange(range.Start + head + whole, tail), sink);
    }

    /// <summary>Tries one turn of a block, 2^15 nonces that are not consecutive, in all ways and with all entries of a table: for the self-test.</summary>
    internal void SearchTurn(SearchTemplate template, ulong first, int turn, IHitSink sink) => _searchTurns(template, first, turn, 1, sink);

    /// <summary>The best hash of a range with more zeros than those, the lowest nonce among equals; null when there is none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">zerosToBeat is not −1 to 63.</exception>
    public Found? Best(SearchTemplate template, NonceRange range, int zerosToBeat)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(zerosToBeat, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(zerosToBeat, Digest.HexDigits);
        var best = new BestHit(zerosToBeat);
        Search(template, range, best);
        return best.Best;
    }
}
