namespace KalePool.Pooler.Work;

/// <summary>What hashing for one block has come to.</summary>
/// <param name="Hashes">Made for it.</param>
/// <param name="Idle">How long nothing was hashed because nothing could be gained: energy that was not spent.</param>
/// <param name="FirstHash">From the moment the block was seen until the first hash was begun; null while there is none.</param>
sealed record HashTally(long Hashes, TimeSpan Idle, TimeSpan? FirstHash)
{
    public static readonly HashTally None = new(0, TimeSpan.Zero, null);
}
