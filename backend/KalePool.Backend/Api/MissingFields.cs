using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KalePool.Backend.Api;

/// <summary>The required fields that a body lacks or has as null, all of them at once. The serializer would name the first, and let null stand in a list.</summary>
static class MissingFields
{
    /// <returns>Paths such as <c>pooler_id</c> or <c>work_results[0].status</c>.</returns>
    public static IEnumerable<string> In(JsonElement value, JsonTypeInfo type, string path = "") => (type.Kind, value.ValueKind) switch
    {
        (JsonTypeInfoKind.Object, JsonValueKind.Object) => type.Properties.SelectMany(property => InField(value, type, property, path)),
        (JsonTypeInfoKind.Enumerable, JsonValueKind.Array) => value.EnumerateArray().SelectMany((element, index) => InElement(element, type, $"{path}[{index}]")),
        _ => [],
    };

    static IEnumerable<string> InField(JsonElement value, JsonTypeInfo type, JsonPropertyInfo property, string path)
    {
        var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
        var isThere = value.TryGetProperty(property.Name, out var field) && field.ValueKind != JsonValueKind.Null;
        if (isThere) return In(field, type.Options.GetTypeInfo(property.PropertyType), name);
        return property.IsRequired ? [name] : [];
    }

    static IEnumerable<string> InElement(JsonElement element, JsonTypeInfo list, string path) =>
        element.ValueKind == JsonValueKind.Null ? [path] : In(element, list.Options.GetTypeInfo(list.ElementType!), path);
}
