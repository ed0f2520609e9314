using System.Text.Json;

namespace KalePool.Tests.Golden;

/// <summary>A file of golden data: <c>meta</c>, and sections that are lists of cases or objects whose members are the cases.</summary>
public sealed class GoldenFile
{
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    readonly JsonElement _root;

    public GoldenFile(string name, JsonElement root) => (Name, _root) = (name, root);

    public string Name { get; }

    public IEnumerable<string> Sections => _root.EnumerateObject().Select(section => section.Name).Where(name => name != "meta");

    /// <exception cref="JsonException">Not JSON, or a name twice in one object.</exception>
    public static GoldenFile Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path), Strict);
        return new GoldenFile(Path.GetFileName(path), document.RootElement.Clone());
    }

    public bool Has(string section) => _root.TryGetProperty(section, out _);

    public IReadOnlyList<GoldenCase> Cases(string section)
    {
        var element = _root.GetProperty(section);
        return element.ValueKind == JsonValueKind.Object
            ? [.. element.EnumerateObject().Select(member => new GoldenCase(member.Value, $"{Name}/{section}/{member.Name}", this))]
            : [.. element.EnumerateArray().Select((item, index) => new GoldenCase(item, $"{Name}/{section}[{index}]{Label(item)}", this))];
    }

    /// <summary>Null when the file says of itself what this project's tests go by.</summary>
    public string? MetaProblem()
    {
        if (!_root.TryGetProperty("meta", out var meta)) return $"{Name} has no meta";
        if (!meta.TryGetProperty("file", out var name) || name.GetString() != Name) return $"{Name} says it is {name}";
        if (meta.TryGetProperty("jsonConvention", out var convention) && !convention.GetString()!.StartsWith("SEP-0051", StringComparison.Ordinal))
            return $"{Name} has another JSON convention: {convention}";
        return meta.EnumerateObject().Select(member => member.Name).Except(["file", "generator", "node", "xdrSchema", "jsonConvention", "note"]).FirstOrDefault()
            is { } unknown ? $"{Name} has meta.{unknown}, which no test knows" : null;
    }

    static string Label(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out var name) ? $" {name}" : "";
}
