using System.Globalization;

namespace KalePool.Backend.Chain;

/// <summary>A place in the order of the chain's events: the number of an operation, whose upper half is the ledger, a dash and the number of an event.</summary>
static class EventPosition
{
    /// <exception cref="FormatException">No such place.</exception>
    public static uint LedgerOf(string position)
    {
        var dash = position.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? throw new FormatException($"{position} is no event's place") : (uint)(long.Parse(position.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture) >> 32);
    }
}
