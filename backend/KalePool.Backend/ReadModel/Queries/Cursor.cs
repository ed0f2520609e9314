using System.Globalization;

namespace KalePool.Backend.ReadModel.Queries;

/// <summary>The last row of a page, newest first: the next page begins behind it.</summary>
/// <param name="Key">What rows are ordered by: a block's index, or ticks of UTC.</param>
public readonly record struct Cursor(long Key, Guid Id)
{
    /// <summary>Before everything.</summary>
    public static readonly Cursor First = new(long.MaxValue, new Guid("ffffffff-ffff-ffff-ffff-ffffffffffff"));

    /// <summary>The key as a time.</summary>
    public DateTimeOffset At => new(Math.Min(Key, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

    public static Cursor Of(DateTimeOffset at, Guid id) => new(at.UtcTicks, id);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Key}-{Id:N}");

    /// <returns>Null where it is none.</returns>
    public static Cursor? TryParse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var key) && Guid.TryParseExact(text.AsSpan(dash + 1), "N", out var id)
            ? new Cursor(key, id)
            : null;
    }
}
