using KalePool.Hashing;

namespace KalePool.Pooler.Work;

/// <summary>A farmer to hash for.</summary>
/// <param name="Wallet">G… of the farmer.</param>
/// <param name="Key">The last 32 bytes of the XDR of the wallet's address.</param>
/// <param name="Known">The best hash known from before, of this block.</param>
sealed record HashTarget(string Wallet, ReadOnlyMemory<byte> Key, Found? Known = null);
