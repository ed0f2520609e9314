using System.Collections.Concurrent;

namespace KalePool.Hashing.Tests;

/// <summary>What the plain hash finds, each range made once for all kernels.</summary>
static class OracleHits
{
    static readonly ConcurrentDictionary<(SearchTemplate, NonceRange, int), List<Found>> Known = new();

    /// <summary>In the order of nonces.</summary>
    public static List<Found> Of(SearchTemplate template, NonceRange range, int threshold) => Known.GetOrAdd((template, range, threshold), _ =>
    {
        var hits = new List<Found>();
        for (var i = 0UL; i < range.Count; i++)
        {
            var hash = template.HashOf(range.Start + i);
            if (hash.Zeros >= threshold)
                hits.Add(new Found(range.Start + i, hash, hash.Zeros));
        }

        return hits;
    });
}
