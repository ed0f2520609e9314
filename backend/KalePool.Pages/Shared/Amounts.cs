using System.Globalization;

namespace KalePool.Pages.Shared;

/// <summary>Numbers and times as people read them.</summary>
public static class Amounts
{
    const decimal StroopsOfOne = 10_000_000m;

    /// <summary>Stroops as a trimmed decimal: 12.5.</summary>
    public static string Of(long stroops) => (stroops / StroopsOfOne).ToString("0.#######", CultureInfo.InvariantCulture);

    public static string Kale(long? stroops) => stroops is { } s ? $"{Of(s)} KALE" : "–";

    public static string Xlm(long? stroops) => stroops is { } s ? $"{Of(s)} XLM" : "–";

    public static string Percent(decimal share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    /// <summary>In UTC, and saying so.</summary>
    public static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>The ends of an address or a hash.</summary>
    public static string Short(string text) => text.Length <= 14 ? text : $"{text[..6]}…{text[^6..]}";

    /// <summary>A code for people: awaiting_funding as awaiting funding.</summary>
    public static string Words(string code) => code.Replace('_', ' ');
}
