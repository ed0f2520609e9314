using System.Buffers;
using System.Text.Json;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Json;

namespace KalePool.Pooler.Pool;

/// <summary>Turns an answer that is not a success into an exception.</summary>
static class PoolApiProblems
{
    const int ShownDetail = 200;

    public static PoolApiException Of(Uri url, int status, ReadOnlySequence<byte> content)
    {
        var problem = Read(content);
        var says = problem is null ? $"HTTP {status}" : $"{problem.Code}: {Shortened(problem.Detail)}";
        return status switch
        {
            401 => new(PoolApiFault.Unauthorized, url, $"{url} does not accept BACKEND_API_KEY ({says})", problem?.Code),
            403 => new(PoolApiFault.Unauthorized, url, $"{url} does not accept POOLER_ID with this BACKEND_API_KEY ({says})", problem?.Code),
            429 or >= 500 => new(PoolApiFault.Unreachable, url, $"{url} cannot answer now ({says})", problem?.Code),
            _ => new(PoolApiFault.Refused, url, $"{url} refused ({says})", problem?.Code),
        };
    }

    static Problem? Read(ReadOnlySequence<byte> content)
    {
        try
        {
            var json = Answers.ReaderOf(content);
            return JsonSerializer.Deserialize(ref json, ContractsJson.Default.Problem);
        }
        catch (JsonException)
        {
            // A proxy's page, say: the status tells enough.
            return null;
        }
    }

    static string Shortened(string text) => string.Concat(text.Take(ShownDetail).Select(c => char.IsControl(c) ? ' ' : c));
}
