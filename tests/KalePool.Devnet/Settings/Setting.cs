using System.Globalization;

namespace KalePool.Devnet.Settings;

/// <summary>One thing that a user can say about a devnet, on the command line or in the environment.</summary>
/// <param name="Option">As on the command line: <c>--ledger-ms</c>.</param>
/// <param name="Expected">What fits, in words.</param>
/// <param name="IsFixed">Part of the chain's identity: a state file keeps it, and is refused with another one.</param>
/// <param name="Show">What the settings say of it, as it would be written.</param>
/// <param name="Take">The settings with it, null if the text does not fit.</param>
sealed record Setting(
    string Option, string Meaning, string Expected, bool IsFixed, Func<DevnetSettings, string> Show, Func<DevnetSettings, string, DevnetSettings?> Take)
{
    const string VariablePrefix = "KALEPOOL_DEVNET_";

    /// <summary>Whether it may stand without a value, which then means true.</summary>
    public bool IsFlag { get; private init; }

    /// <summary>As in the environment: <c>KALEPOOL_DEVNET_LEDGER_MS</c>.</summary>
    public string Variable => VariablePrefix + Option[2..].Replace('-', '_').ToUpperInvariant();

    public string Default => Show(new DevnetSettings());

    public static bool IsVariable(string name) => name.StartsWith(VariablePrefix, StringComparison.Ordinal);

    public static Setting Number(
        string option, string meaning, long min, long max, Func<DevnetSettings, long> get, Func<DevnetSettings, long, DevnetSettings> set, bool isFixed = false) => new(
        option,
        meaning,
        $"{min} to {max}",
        isFixed,
        settings => get(settings).ToString(CultureInfo.InvariantCulture),
        (settings, text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? set(settings, value) : null);

    /// <summary>A number that need not be there.</summary>
    public static Setting Optional(string option, string meaning, long min, long max, Func<DevnetSettings, long?> get, Func<DevnetSettings, long, DevnetSettings> set) =>
        Number(option, meaning, min, max, settings => get(settings) ?? 0, set) with { Show = settings => get(settings)?.ToString(CultureInfo.InvariantCulture) ?? "" };

    public static Setting Text(string option, string meaning, string expected, Func<DevnetSettings, string?> get, Func<DevnetSettings, string, DevnetSettings> set, bool isFixed = false) =>
        new(option, meaning, expected, isFixed, settings => get(settings) ?? "", (settings, text) => string.IsNullOrWhiteSpace(text) ? null : set(settings, text));

    public static Setting Flag(string option, string meaning, Func<DevnetSettings, bool> get, Func<DevnetSettings, bool, DevnetSettings> set) => new(
        option,
        meaning,
        "true or false",
        false,
        settings => get(settings) ? "true" : "false",
        (settings, text) => bool.TryParse(text, out var value) ? set(settings, value) : null)
    {
        IsFlag = true,
    };
}
