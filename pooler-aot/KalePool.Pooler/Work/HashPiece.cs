using KalePool.Hashing;

namespace KalePool.Pooler.Work;

/// <summary>A thread's next few milliseconds.</summary>
/// <param name="Wallet">G… of the farmer it is for.</param>
/// <param name="ZerosToBeat">−1 to 63.</param>
sealed record HashPiece(uint BlockIndex, string Wallet, SearchTemplate Template, NonceRange Range, int ZerosToBeat);
