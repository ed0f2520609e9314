namespace KalePool.Hashing;

/// <summary>Proves a kernel right before it is trusted with work: a wrong one would burn whole blocks in silence.</summary>
public static class SelfTest
{
    /// <summary>A real work of mainnet: block 37, 8 zeros.</summary>
    const ulong KnownNonce = 20495217910;

    const string KnownHash = "0000000099be0037e5a48324959cb9dd10965ae59511cfd1996f9b917aad9980";

    /// <summary>What is wrong with the kernel on this machine; null when nothing is. Takes some milliseconds.</summary>
    public static string? FaultOf(SearchKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (!kernel.IsSupported)
            return $"{kernel.Name}: this CPU lacks its instructions";

        var known = SearchTemplate.Create(
            37,
            Convert.FromBase64String("AAAAAAn66y/43JP7M02rwTmONZoWOmu1OPYz/bmzJ8o="),
            Convert.FromHexString("6079c3ed9c947ace5567887a3b73a71fc0ab5300108d76ba9cf50f3ad7a26c45"));
        var hash = known.HashOf(KnownNonce);
        if (hash.ToString() != KnownHash)
            return $"{kernel.Name}: the oracle hashes the known answer to {hash}";

        var around = Math.Max(1_000, 2 * kernel.Step);
        var result = kernel.Search(known, new NonceRange(KnownNonce - around, 2 * around), 7);
        if (result.Found != new Found(KnownNonce, hash, 8))
            return $"{kernel.Name}: found {result.Found?.ToString() ?? "nothing"} where the nonce {KnownNonce} was to be found";

        // The second range crosses the boundary between the nonce's halves.
        return DifferenceIn(kernel, known, new NonceRange(0, around))
            ?? DifferenceIn(kernel, SearchTemplate.Create(uint.MaxValue, hash.ToBytes(), new byte[32]), new NonceRange(uint.MaxValue - (around / 2), around));
    }

    /// <summary>Compares the kernel's best of a range with the oracle's.</summary>
    static string? DifferenceIn(SearchKernel kernel, SearchTemplate template, NonceRange range)
    {
        var expected = BestByOracle(template, range);
        var best = BestByKernel(kernel, template, range);
        return best == expected ? null : $"{kernel.Name}: best of {range} is {expected}, found {best?.ToString() ?? "nothing"}";
    }

    static Found? BestByKernel(SearchKernel kernel, SearchTemplate template, NonceRange range)
    {
        Found? best = null;
        NonceRange? rest = range;
        while (rest is { } left)
        {
            var result = kernel.Search(template, left, best?.Zeros ?? -1);
            best = result.Found ?? best;
            rest = left.After(result.Tried);
        }

        return best;
    }

    static Found? BestByOracle(SearchTemplate template, NonceRange range)
    {
        Found? best = null;
        for (var i = 0UL; i < range.Count; i++)
        {
            var hash = template.HashOf(range.Start + i);
            if (best is null || hash.Zeros > best.Value.Zeros)
                best = new Found(range.Start + i, hash, hash.Zeros);
        }

        return best;
    }
}
