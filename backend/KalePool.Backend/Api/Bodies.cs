using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace KalePool.Backend.Api;

/// <summary>Request bodies: JSON of the contract's shape, or an error that begins with the names of the fields that are wrong.</summary>
static partial class Bodies
{
    /// <summary>A field twice could mean one thing to whoever looks at it first and another to whoever uses it.</summary>
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="ApiException">Not JSON, or not of the shape.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, Strict, request.HttpContext.RequestAborted);
            if (body.RootElement.ValueKind != JsonValueKind.Object) throw ApiException.Invalid("body", "a JSON object expected");
            if (MissingFields.In(body.RootElement, type).ToList() is { Count: > 0 } missing) throw ApiException.Invalid(string.Join(", ", missing), "missing");
            return body.RootElement.Deserialize(type)!;
        }
        // A name with half of a character cannot be compared with the others.
        catch (InvalidOperationException)
        {
            throw ApiException.Invalid("body", "not JSON (a name in it is no text)");
        }
        catch (JsonException e)
        {
            throw e.Path is null or "$" ? ApiException.Invalid("body", $"not JSON ({Short(e.Message)})") : ApiException.Invalid(e.Path.TrimStart('$', '.'), Expected(e.Message));
        }
    }

    /// <summary>The serializer names the type that it wanted in its own words.</summary>
    static string Expected(string message) => TypeWanted().Match(message).Groups[1].Value switch
    {
        var name when name.EndsWith("Guid", StringComparison.Ordinal) => "a UUID expected",
        var name when name.EndsWith("DateTimeOffset", StringComparison.Ordinal) => "a time such as 2025-01-20T10:30:00Z expected",
        var name when name.EndsWith("UInt32", StringComparison.Ordinal) => $"an integer from 0 to {uint.MaxValue} expected",
        var name when name.EndsWith("UInt64", StringComparison.Ordinal) => $"an integer from 0 to {ulong.MaxValue} expected",
        var name when name.EndsWith("Int32", StringComparison.Ordinal) => $"an integer of at most {int.MaxValue} expected",
        var name when name.EndsWith("Decimal", StringComparison.Ordinal) || name.EndsWith("Double", StringComparison.Ordinal) => "a number expected",
        var name when name.EndsWith("Boolean", StringComparison.Ordinal) => "true or false expected",
        var name when name.EndsWith("String", StringComparison.Ordinal) => "a text expected",
        var name when name.Contains("List", StringComparison.Ordinal) => "a list expected",
        _ => "a value of another kind expected",
    };

    /// <summary>The parser appends the position twice.</summary>
    static string Short(string message) => message.Split(" LineNumber:")[0];

    [GeneratedRegex(@"could not be converted to (?:System\.Nullable`1\[)?([\w.`]+)")]
    private static partial Regex TypeWanted();
}
