using System.Text.Json.Nodes;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>The names in a JSON text as paths: <c>planted_farmers[].farmer_id</c>.</summary>
static class JsonShape
{
    public static SortedSet<string> Of(string example) => Of(JsonNode.Parse(example));

    public static SortedSet<string> Of(params JsonNode?[] answers) => new(answers.SelectMany(answer => Paths(answer, "")), StringComparer.Ordinal);

    static IEnumerable<string> Paths(JsonNode? node, string path) => node switch
    {
        JsonObject o => o.SelectMany(p => Paths(p.Value, path.Length == 0 ? p.Key : $"{path}.{p.Key}").Append(path.Length == 0 ? p.Key : $"{path}.{p.Key}")),
        JsonArray a => a.SelectMany(item => Paths(item, path + "[]")),
        _ => [],
    };
}
