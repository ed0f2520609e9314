using KalePool.Hashing;

namespace KalePool.Pooler.Work;

/// <summary>A farmer to hash for.</summary>
/// <param name="Wallet">G… of the farmer.</param>
/// <param name="Key">The last 32 bytes of the XDR of the wallet's address.</param>
/// <param name="Known">What an earlier run has done for him in this block; null: nothing, or not known.</param>
sealed record HashTarget(string Wallet, ReadOnlyMemory<byte> Key, HashProgress? Known = null);

/// <summary>How far hashing for one farmer has come.</summary>
/// <param name="Start">The first nonce.</param>
/// <param name="Taken">Nonces from there that were given out.</param>
/// <param name="Best">The best hash; null while there is none.</param>
sealed record HashProgress(ulong Start, ulong Taken, Found? Best);
