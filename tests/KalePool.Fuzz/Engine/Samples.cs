using System.Text.Json;

namespace KalePool.Fuzz.Engine;

/// <summary>The data beside the program that seeds are made of.</summary>
static class Samples
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "data");

    public static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(Path.Combine(Folder, folder)).Order(StringComparer.Ordinal);

    /// <summary>Every text in a folder's JSON files, in order, each once.</summary>
    public static IReadOnlyList<string> Texts(string folder)
    {
        var texts = new List<string>();
        foreach (var file in Files(folder))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            Collect(document.RootElement, texts);
        }
        return [.. texts.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Every one of them that is base64.</summary>
    public static IEnumerable<byte[]> Xdr(string folder)
    {
        foreach (var text in Texts(folder))
        {
            var bytes = new byte[text.Length];
            if (text.Length % 4 == 0 && Convert.TryFromBase64String(text, bytes, out var length) && length > 0) yield return bytes[..length];
        }
    }

    static void Collect(JsonElement element, List<string> texts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                texts.Add(element.GetString()!);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) Collect(item, texts);
                break;
            case JsonValueKind.Object:
                foreach (var field in element.EnumerateObject()) Collect(field.Value, texts);
                break;
        }
    }
}
