using System.IO.Pipelines;
using System.Text.Json;
using KalePool.Contracts.Json;
using KalePool.Contracts.Poolers;

namespace KalePool.Pooler.Pool;

/// <summary>Reads the lines of a plant request's answer, telling of each planted farmer at once, and puts them together to the answer that one JSON object would have been.</summary>
sealed class PlantLineReader(Action<PlantedFarmer> onPlanted)
{
    /// <summary>A farmer's line has about 250 bytes, a failure's message a few hundred more.</summary>
    const int MostOfLine = 16 << 10;

    readonly List<PlantedFarmer> _planted = [];
    readonly List<FailedPlant> _failed = [];
    readonly List<PendingPlant> _pending = [];
    PlantSummary? _summary;

    /// <exception cref="JsonException">Lines that are not agreed.</exception>
    /// <exception cref="IOException">It ended before the summary: what is missing is not known.</exception>
    public async Task<PlantResponse> ReadAsync(PipeReader pipe, CancellationToken cancellation)
    {
        await Answers.ReadLinesAsync(pipe, ContractsJson.Default.PlantLine, MostOfLine, PoolApiClient.MaxAnswer, Take, cancellation);
        return _summary is { } summary ? new(true, _planted, _failed, _pending, summary) : throw new IOException("the answer ended before its summary");
    }

    void Take(PlantLine line)
    {
        if (_summary is not null) throw new JsonException("a line after the summary");
        switch (line)
        {
            case { Planted: { } planted, Failed: null, Pending: null, Summary: null }:
                _planted.Add(planted);
                onPlanted(planted);
                break;
            case { Planted: null, Failed: { } failed, Pending: null, Summary: null }:
                _failed.Add(failed);
                break;
            case { Planted: null, Failed: null, Pending: { } pending, Summary: null }:
                _pending.Add(pending);
                break;
            case { Planted: null, Failed: null, Pending: null, Summary: { } summary }:
                _summary = summary;
                break;
            default:
                throw new JsonException("a line with more or less than one field");
        }
    }
}
