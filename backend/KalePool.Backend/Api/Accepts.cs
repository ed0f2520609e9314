namespace KalePool.Backend.Api;

/// <summary>What a caller wants the answer as, where a route can answer in two ways.</summary>
static class Accepts
{
    /// <summary>Named in Accept, and not less wanted than JSON.</summary>
    public static bool Wants(HttpRequest request, string contentType)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return QualityOf(contentType) is { } quality && quality > 0 && quality >= (QualityOf("application/json") ?? 0);

        double? QualityOf(string type) => accepted.Where(a => a.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(a => (double?)(a.Quality ?? 1)).Max();
    }
}
