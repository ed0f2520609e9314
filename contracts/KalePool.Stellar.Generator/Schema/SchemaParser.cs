using System.Globalization;
using System.Text.RegularExpressions;

namespace KalePool.Stellar.Generator.Schema;

/// <summary>Reads schema.txt; its header says how it is written. Errors name the line.</summary>
static partial class SchemaParser
{
    public static IReadOnlyList<Definition> Parse(string text)
    {
        var definitions = new List<Definition>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Length == 0 || line[0] == '#') continue;
            try
            {
                definitions.Add(ParseLine(line));
            }
            catch (FormatException e)
            {
                throw new FormatException($"schema line {number}: {e.Message}", e);
            }
        }
        return definitions;
    }

    static Definition ParseLine(string line)
    {
        if (StructLine().Match(line) is { Success: true } s) return new Definition.Struct(s.Groups[1].Value, [.. Split(s.Groups[2].Value, ", ").Select(ParseField)]);
        if (EnumLine().Match(line) is { Success: true } e) return new Definition.Enumeration(e.Groups[1].Value, [.. Split(e.Groups[2].Value, " ").Select(ParseMember)]);
        if (UnionLine().Match(line) is { Success: true } u) return new Definition.Union(u.Groups[1].Value, [.. Split(u.Groups[3].Value, " | ").SelectMany(ParseArms)]);
        throw new FormatException($"neither struct, union nor enum: {line}");
    }

    static string[] Split(string text, string separator) => text.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    static Field ParseField(string text)
    {
        var parts = Split(text, " ");
        return parts.Length == 2 ? new Field(parts[0], ParseType(parts[1])) : throw new FormatException($"a field is a name and a type: {text}");
    }

    static Arm ParseMember(string text)
    {
        var parts = text.Split('=');
        return new Arm(int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], null);
    }

    static IEnumerable<Arm> ParseArms(string text)
    {
        var sides = Split(text, "→");
        var payload = sides.Length == 2 ? ParseField(sides[1]) : null;
        foreach (var name in Split(sides[0], ","))
        {
            var parts = Split(name, " ");
            var discriminant = int.Parse(parts[0], CultureInfo.InvariantCulture);
            yield return new Arm(discriminant, parts.Length == 2 ? parts[1] : $"V{discriminant}", payload);
        }
    }

    static XdrType ParseType(string text)
    {
        if (text.EndsWith("(i32)", StringComparison.Ordinal)) return new XdrType.EnumOf(text[..^5]);
        var match = TypeText().Match(text);
        if (!match.Success) throw new FormatException($"not a type: {text}");
        var suffixes = SuffixText().Matches(match.Groups[2].Value).Select(m => m.Value).ToList();
        var type = ParseBase(match.Groups[1].Value, suffixes);
        foreach (var suffix in suffixes)
        {
            type = suffix[0] switch
            {
                '?' => new XdrType.Optional(type),
                '<' => new XdrType.VarArray(type, Bound(suffix)),
                _ => new XdrType.FixedArray(type, (int)Bound(suffix)),
            };
        }
        return type;
    }

    static XdrType ParseBase(string name, List<string> suffixes)
    {
        switch (name)
        {
            case "ext0":
                return new XdrType.ExtensionPoint();
            case "none":
                suffixes.Clear();
                return new XdrType.EmptyArray();
            case "u32" or "i32" or "u64" or "i64" or "bool":
                return new XdrType.Primitive(name);
            case "opaque" or "string":
                var length = suffixes[0];
                suffixes.RemoveAt(0);
                if (name == "string") return new XdrType.Text(Bound(length));
                return length[0] == '[' ? new XdrType.FixedOpaque((int)Bound(length)) : new XdrType.VarOpaque(Bound(length));
            default:
                return new XdrType.Named(name);
        }
    }

    static uint Bound(string suffix) => suffix.Length == 2 ? uint.MaxValue : uint.Parse(suffix.AsSpan(1, suffix.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\w+) \{ (.*) \}$")]
    private static partial Regex StructLine();

    [GeneratedRegex(@"^(\w+) enum (.*)$")]
    private static partial Regex EnumLine();

    [GeneratedRegex(@"^(\w+) union\((int )?\w+\) (.*)$")]
    private static partial Regex UnionLine();

    [GeneratedRegex(@"^(\w+?)((?:<\d*>|\[\d+\]|\?)*)$")]
    private static partial Regex TypeText();

    [GeneratedRegex(@"<\d*>|\[\d+\]|\?")]
    private static partial Regex SuffixText();
}
