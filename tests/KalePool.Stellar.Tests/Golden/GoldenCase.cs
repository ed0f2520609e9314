using System.Text.Json;

namespace KalePool.Tests.Golden;

/// <summary>One object of a golden file. It keeps in mind which of its members were looked at, so that none is passed over.</summary>
public sealed class GoldenCase(JsonElement json, string path, GoldenFile file, GoldenCase? parent = null)
{
    readonly HashSet<string> _read = [];
    readonly List<GoldenCase> _parts = [];
    readonly List<(string Type, byte[] Xdr)> _samples = [];

    public string Path { get; } = path;

    public GoldenFile File { get; } = file;

    /// <summary>XDR that was found valid, by type: what other tests damage.</summary>
    public IList<(string Type, byte[] Xdr)> Samples => parent?.Samples ?? _samples;

    public IEnumerable<string> Names => json.EnumerateObject().Select(member => member.Name);

    /// <summary>Whether the member is there; that alone is no look at it.</summary>
    public bool Has(string name) => json.TryGetProperty(name, out _);

    /// <exception cref="InvalidDataException">No such member.</exception>
    public JsonElement Get(string name)
    {
        _read.Add(name);
        return json.TryGetProperty(name, out var value) ? value : throw new InvalidDataException($"{Path} has no {name}");
    }

    public string Text(string name) => TextOrNull(name) ?? throw new InvalidDataException($"{Path}: {name} is null");

    public string? TextOrNull(string name) => Get(name).GetString();

    public byte[] Hex(string name) => Convert.FromHexString(Text(name));

    public IEnumerable<string> Texts(string name) => Get(name).EnumerateArray().Select(item => item.GetString()!);

    /// <summary>All of it, for a check that compares every member.</summary>
    public JsonElement Whole()
    {
        _read.UnionWith(Names);
        return json;
    }

    /// <summary>An object inside, whose members must be looked at too.</summary>
    public GoldenCase Part(string name)
    {
        var part = new GoldenCase(Get(name), $"{Path}.{name}", File, this);
        _parts.Add(part);
        return part;
    }

    /// <summary>Members that tell a reader something and hold nothing to compare, or are compared elsewhere, as the caller says.</summary>
    public void Inform(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) _read.Add(name);
    }

    /// <summary>Paths of what nobody looked at.</summary>
    public IEnumerable<string> Unread() =>
        Names.Where(name => !_read.Contains(name)).Select(name => $"{Path}.{name}").Concat(_parts.SelectMany(part => part.Unread()));
}
