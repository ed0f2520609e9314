namespace KalePool.Hashing.Generator;

/// <summary>Two streams of statements side by side, each spread evenly over the other: while one waits for its pipes the other has its own.</summary>
static class Interleave
{
    public static IEnumerable<string> Of(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        var (i, j) = (0, 0);
        while (i < first.Count || j < second.Count)
        {
            if (j == second.Count || (i < first.Count && i * second.Count <= j * first.Count))
                yield return first[i++];
            else
                yield return second[j++];
        }
    }
}
