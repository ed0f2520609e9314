using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KalePool.Backend.Api;

/// <summary>Request bodies: JSON of the contract's shape, or an error that names the field.</summary>
static class Bodies
{
    /// <exception cref="ApiException">Not JSON, or not of the shape.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted) ?? throw ApiException.Invalid("body", "an object expected, not null");
        }
        catch (JsonException e)
        {
            throw ApiException.Invalid(FieldOf(e.Path), e.InnerException is null && e.Path is null ? e.Message : $"not of the expected type or missing ({Short(e.Message)})");
        }
    }

    static string FieldOf(string? path) => path is null or "$" ? "body" : path.TrimStart('$', '.');

    /// <summary>The serializer appends path and position, which are said already.</summary>
    static string Short(string message) => message.Split(" Path:")[0].Split(" LineNumber:")[0];
}
