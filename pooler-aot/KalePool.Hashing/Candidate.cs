using System.Runtime.CompilerServices;

namespace KalePool.Hashing;

/// <summary>What a kernel has picked by lane 0 is hashed by the oracle before anybody hears of it.</summary>
static class Candidate
{
    /// <summary>Reports it if it still has the zeros asked for: the mask looked at lane 0 only, and the threshold may have risen since.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Report(SearchTemplate template, ulong nonce, IHitSink sink)
    {
        var hash = template.HashOf(nonce);
        var zeros = hash.Zeros;
        if (zeros >= sink.Threshold)
            sink.Add(new Found(nonce, hash, zeros));
    }
}
