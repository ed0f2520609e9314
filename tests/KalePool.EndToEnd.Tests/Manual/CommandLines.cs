using System.Text.RegularExpressions;

namespace KalePool.EndToEnd.Tests.Manual;

/// <summary>The commands that a document has in its code spans, each with and without what is optional in it.</summary>
static partial class CommandLines
{
    const string Program = "kalepool";

    /// <summary>In the document's order, each once.</summary>
    public static IReadOnlyList<string> Of(string markdown) =>
        [.. Spans().Matches(markdown).Select(m => m.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal)).Where(IsCommand).SelectMany(Variants).Distinct()];

    /// <summary>Without anything that is optional, with each of it in each way, and with all of it.</summary>
    public static IEnumerable<string> Variants(string command)
    {
        var parts = Optional().Split(command);
        // Split gives what stands between the brackets at each odd place.
        var options = parts.Select((text, i) => i % 2 == 0 ? null : Alternatives(text)).ToArray();
        yield return Join(i => options[i] is null ? parts[i] : "");
        for (var one = 1; one < parts.Length; one += 2)
        {
            foreach (var way in options[one]!) yield return Join(i => options[i] is null ? parts[i] : i == one ? way : "");
        }
        if (parts.Length > 3) yield return Join(i => options[i]?[0] ?? parts[i]);

        string Join(Func<int, string> part) => Spaces().Replace(string.Concat(Enumerable.Range(0, parts.Length).Select(part)), " ").Trim();
    }

    /// <summary>"--kind farmer|block" is "--kind farmer", and "--kind block".</summary>
    static string[] Alternatives(string option)
    {
        var at = option.LastIndexOf(' ');
        return [.. option[(at + 1)..].Split('|').Select(value => option[..(at + 1)] + value)];
    }

    /// <summary>Settings may stand before it. A span that only names the program is none.</summary>
    static bool IsCommand(string span) => span.Split(' ').SkipWhile(word => Setting().IsMatch(word)).ToArray() is [Program, _, ..];

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Spans();

    [GeneratedRegex(@"\[([^\]]+)\]")]
    private static partial Regex Optional();

    [GeneratedRegex("^[A-Z_]+=")]
    private static partial Regex Setting();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
