namespace KalePool.Hashing;

/// <summary>Keeps the best hash of all that is searched: the most zeros, and the lowest nonce among equals, whatever the order they come in.</summary>
/// <param name="zerosToBeat">−1 to 64: only hashes with more zeros count.</param>
public sealed class BestHit(int zerosToBeat) : IHitSink
{
    /// <summary>Null while none counted.</summary>
    public Found? Best { get; private set; }

    public int Threshold => Best?.Zeros ?? (zerosToBeat + 1);

    public void Add(Found found)
    {
        if (Best is not { } best || found.Zeros > best.Zeros || (found.Zeros == best.Zeros && found.Nonce < best.Nonce))
            Best = found;
    }
}
