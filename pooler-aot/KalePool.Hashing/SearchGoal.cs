namespace KalePool.Hashing;

/// <summary>What to search for.</summary>
/// <param name="Template">The message.</param>
/// <param name="Range">The nonces that may be tried.</param>
/// <param name="ZerosToBeat">−1 to 63: only hashes with more zeros are reported.</param>
/// <param name="EnoughZeros">The search ends once a hash has this many; above 64 it never does. One more than <paramref name="ZerosToBeat"/> ends it with the first found.</param>
public sealed record SearchGoal(SearchTemplate Template, NonceRange Range, int ZerosToBeat, int EnoughZeros);
