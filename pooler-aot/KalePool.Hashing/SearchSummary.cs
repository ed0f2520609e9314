namespace KalePool.Hashing;

/// <summary>Why a search ended.</summary>
public enum SearchEnd
{
    /// <summary>A hash with the zeros asked for has been found.</summary>
    Reached,

    /// <summary>Every nonce of the range has been tried.</summary>
    Exhausted,

    /// <summary>Cancelled from outside.</summary>
    Stopped,
}

/// <summary>What a search did.</summary>
/// <param name="Tried">How many nonces: exactly the first that many of the range, each once.</param>
/// <param name="Best">The best found, null when none had more zeros than the search began with.</param>
/// <param name="End">Why it ended.</param>
public sealed record SearchSummary(ulong Tried, Found? Best, SearchEnd End);
