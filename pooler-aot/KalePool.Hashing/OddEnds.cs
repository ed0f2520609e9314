namespace KalePool.Hashing;

/// <summary>Tries the few nonces before the first whole block and after the last, one by one.</summary>
static unsafe class OddEnds
{
    public static void Search(SearchTemplate template, NonceRange range, IHitSink sink)
    {
        // The lanes are on this frame, the constants pinned.
        var lanes = stackalloc ulong[25];
        template.WriteLanes(new Span<ulong>(lanes, 25));
        fixed (ulong* roundConstants = Keccak256.RoundConstants)
        {
            for (var i = 0UL; i < range.Count; i++)
            {
                var nonce = range.Start + i;
                lanes[0] = NonceBits.Lane0(lanes[0], nonce);
                lanes[1] = NonceBits.Lane1(lanes[1], nonce);
                if ((SingleHash.Lane0(lanes, roundConstants) & Digest.MaskOf(sink.Threshold)) == 0)
                    Candidate.Report(template, nonce, sink);
            }
        }
    }
}
