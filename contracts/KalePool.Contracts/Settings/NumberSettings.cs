using System.Globalization;

namespace KalePool.Contracts.Settings;

/// <summary>Numbers with their range. Written as in code: a point before decimals, no thousands separators.</summary>
public static class NumberSettings
{
    /// <param name="fallback">When not set.</param>
    public static int Int(this SettingsReader reader, string name, int fallback, int min = 0, int max = int.MaxValue) =>
        reader.Optional(name, fallback, Expected("a whole number", min, max), Within(min, max));

    /// <summary>Null when not set.</summary>
    public static int? OptionalInt(this SettingsReader reader, string name, int min = 0, int max = int.MaxValue) =>
        reader.Find(name) is null ? null : reader.Int(name, min, min, max);

    /// <summary>Null when not set.</summary>
    public static long? OptionalLong(this SettingsReader reader, string name, long min = 0, long max = long.MaxValue) =>
        reader.Optional<long?>(name, null, Expected("a whole number", min, max), (string text, out long? value) =>
        {
            value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : null;
            return value is not null;
        });

    public static decimal Decimal(this SettingsReader reader, string name, decimal fallback, decimal min, decimal max) =>
        reader.Optional(name, fallback, Expected("a number", min, max), (string text, out decimal value) =>
            decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value >= min && value <= max);

    /// <summary>true, yes, on and 1, or false, no, off and 0, in any case.</summary>
    public static bool Flag(this SettingsReader reader, string name, bool fallback) =>
        reader.Optional(name, fallback, "true or false", (string text, out bool value) =>
        {
            bool? parsed = text.ToLowerInvariant() switch
            {
                "true" or "yes" or "on" or "1" => true,
                "false" or "no" or "off" or "0" => false,
                _ => null,
            };
            value = parsed ?? false;
            return parsed is not null;
        });

    static SettingParser<int> Within(int min, int max) => (string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= min && value <= max;

    static string Expected<T>(string kind, T min, T max) where T : IFormattable => max switch
    {
        int.MaxValue or long.MaxValue => $"{kind} of at least {min}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{kind} from {min} to {max}"),
    };
}
