using KalePool.Hashing;

namespace KalePool.Pooler.Workers;

/// <summary>What became of a search.</summary>
/// <param name="Tried">Exactly the first that many nonces of the range; fewer than all only where it was stopped.</param>
/// <param name="Best">The best hash of those with more zeros than were to beat; null when there is none.</param>
readonly record struct Searched(ulong Tried, Found? Best);
