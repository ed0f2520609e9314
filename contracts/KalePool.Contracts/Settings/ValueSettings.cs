namespace KalePool.Contracts.Settings;

/// <summary>Addresses, ids and choices.</summary>
public static class ValueSettings
{
    /// <summary>Most URLs in one comma-separated list.</summary>
    public const int MaxUris = 16;

    const string UriExpected = "an absolute http or https URL";

    public static Guid RequiredGuid(this SettingsReader reader, string name) =>
        reader.Required(name, "a UUID such as 2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a", (string text, out Guid value) =>
            Guid.TryParseExact(text, "D", out value) && value != Guid.Empty);

    /// <summary>One or more, comma separated, http or https, in order of preference. Empty only when wrong (which is noted).</summary>
    public static IReadOnlyList<Uri> RequiredUris(this SettingsReader reader, string name) =>
        reader.Required<Uri[]>(name, $"{UriExpected}, or up to {MaxUris}, comma separated", TryParseUris) ?? [];

    /// <summary>Null when not set.</summary>
    public static Uri? OptionalUri(this SettingsReader reader, string name) =>
        reader.Optional<Uri?>(name, null, UriExpected, (string text, out Uri? value) => TryParseUri(text, out value));

    /// <summary>One of <paramref name="choices"/>, in any case; the result is written as in the list.</summary>
    public static string Choice(this SettingsReader reader, string name, string fallback, params IReadOnlyList<string> choices) =>
        reader.Optional(name, fallback, $"one of {string.Join(", ", choices)}", (string text, out string value) =>
        {
            var match = choices.FirstOrDefault(choice => string.Equals(choice, text, StringComparison.OrdinalIgnoreCase));
            value = match ?? "";
            return match is not null;
        });

    static bool TryParseUris(string text, out Uri[] value)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var uris = new List<Uri>();
        foreach (var part in parts)
            if (TryParseUri(part, out var uri)) uris.Add(uri!);
        value = [.. uris];
        return uris.Count == parts.Length && parts.Length is > 0 and <= MaxUris;
    }

    static bool TryParseUri(string text, out Uri? value) =>
        Uri.TryCreate(text, UriKind.Absolute, out value) && (value.Scheme is "http" or "https") && value is { Host.Length: > 0, UserInfo: "", Fragment: "" };
}
