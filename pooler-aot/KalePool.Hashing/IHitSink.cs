namespace KalePool.Hashing;

/// <summary>Takes what a search finds, on the searching thread.</summary>
public interface IHitSink
{
    /// <summary>Leading zero hex digits that a hash must have to be reported, 0 to 64; above 64 nothing is. Asked again between passes, so that it may rise
    /// while a range is searched; what it has risen above is not reported.</summary>
    int Threshold { get; }

    /// <summary>A hash with at least that many, made by the oracle. They come in no order of nonces.</summary>
    void Add(Found found);
}
