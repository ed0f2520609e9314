namespace KalePool.Hashing;

/// <summary>A kernel chosen at run time. <see cref="Search"/> takes any range: what does not fit the kernel's steps goes to the scalar one.</summary>
public sealed class SearchKernel
{
    readonly Func<SearchTemplate, NonceRange, int, KernelResult> _search;

    SearchKernel(string name, bool isSupported, ulong step, Func<SearchTemplate, NonceRange, int, KernelResult> search)
    {
        Name = name;
        IsSupported = isSupported;
        Step = step;
        _search = search;
    }

    /// <summary>The scalar kernel, which every CPU runs.</summary>
    public static SearchKernel Scalar { get; } = Of<ScalarKernel>();

    /// <summary>Every kernel of this build, slowest first.</summary>
    public static IReadOnlyList<SearchKernel> All { get; } = [Scalar];

    /// <inheritdoc cref="INonceKernel.Name"/>
    public string Name { get; }

    /// <inheritdoc cref="INonceKernel.IsSupported"/>
    public bool IsSupported { get; }

    /// <inheritdoc cref="INonceKernel.Step"/>
    public ulong Step { get; }

    /// <summary>The kernel of a type.</summary>
    public static SearchKernel Of<TKernel>()
        where TKernel : INonceKernel => new(TKernel.Name, TKernel.IsSupported, TKernel.Step, TKernel.Search);

    /// <summary>Tries the nonces of a range, in ascending steps, until one has more zeros than <paramref name="zerosToBeat"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">zerosToBeat is not −1 to 63.</exception>
    public KernelResult Search(SearchTemplate template, NonceRange range, int zerosToBeat)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentOutOfRangeException.ThrowIfLessThan(zerosToBeat, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(zerosToBeat, Digest.HexDigits);

        var tried = 0UL;
        foreach (var (part, isWhole) in Parts(range))
        {
            if (part.Count == 0)
                continue;
            var result = isWhole ? _search(template, part, zerosToBeat) : ScalarKernel.Search(template, part, zerosToBeat);
            tried += result.Tried;
            if (result.Found is not null)
                return result with { Tried = tried };
        }

        return new KernelResult(tried, null);
    }

    /// <summary>The range as the few before the first step, the whole steps, and the few after the last.</summary>
    IEnumerable<(NonceRange Part, bool IsWhole)> Parts(NonceRange range)
    {
        var head = Math.Min((Step - (range.Start % Step)) % Step, range.Count);
        var whole = (range.Count - head) / Step * Step;
        yield return (new NonceRange(range.Start, head), false);
        if (whole > 0)
            yield return (new NonceRange(range.Start + head, whole), true);
        var tail = range.Count - head - whole;
        if (tail > 0)
            yield return (new NonceRange(range.Start + head + whole, tail), false);
    }
}
