using System.Collections.Concurrent;
using System.Text.Json;

namespace KalePool.Stellar.Tests;

/// <summary>Golden data made by the official SDK, one file a subject, each with named lists of cases.</summary>
static class Vectors
{
    static readonly ConcurrentDictionary<string, JsonElement> Files = new();

    public static JsonElement File(string name) => Files.GetOrAdd(name, static file =>
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", file)));
        return document.RootElement.Clone();
    });

    public static JsonElement Case(string file, string list, int index) => File(file).GetProperty(list)[index];

    /// <summary>Index and label of each case in a list; a list without cases is an error, not a pass.</summary>
    public static TheoryData<int, string> Cases(string file, string list, params string[] labels)
    {
        var data = new TheoryData<int, string>();
        foreach (var (index, item) in File(file).GetProperty(list).EnumerateArray().Index())
            data.Add(index, string.Join(' ', labels.Select(label => item.GetProperty(label).ToString())));
        return data.Any() ? data : throw new InvalidDataException($"{file} has no {list}");
    }

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;

    public static byte[] Hex(this JsonElement element, string property) => Convert.FromHexString(element.Text(property));

    public static byte[] Base64(this JsonElement element, string property) => element.GetProperty(property).GetBytesFromBase64();
}
