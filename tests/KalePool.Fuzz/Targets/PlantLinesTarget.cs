using System.IO.Pipelines;
using System.Text.Json;
using KalePool.Contracts.Json;
using KalePool.Contracts.Poolers;
using KalePool.Fuzz.Engine;
using KalePool.Pooler.Pool;

namespace KalePool.Fuzz.Targets;

/// <summary>The lines in which a backend tells a pooler of plants.</summary>
public sealed class PlantLinesTarget : IFuzzTarget
{
    public string Name => "plant-lines";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Lines(
            new PlantLine(Planted: new(Guid.Empty, "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7", 500, "aa")), new PlantLine(Failed: new(Guid.Empty, "not_funded", "no", "farmer")),
            new PlantLine(Pending: new(Guid.Empty)), new PlantLine(Summary: new(3, 1, 1, 1, 500))),
        Lines(new PlantLine(Summary: new(0, 0, 0, 0, 0))),
    ];

    public Allowance Allowance => Allowance.Usual;

    public void Run(ReadOnlySpan<byte> input)
    {
        var piece = 1 + (Choice.Among(64, input, out _) * 16);
        var pipe = PipeReader.Create(new MemoryStream(input.ToArray()), new StreamPipeReaderOptions(bufferSize: piece));
        try
        {
            var answer = new PlantLineReader(planted => BrokenException.ThrowIf(planted is null, "nobody was planted")).ReadAsync(pipe, CancellationToken.None).GetAwaiter().GetResult();
            BrokenException.ThrowIf(answer.PlantedFarmers.Any(p => p.CustodialWallet is null || p.PlantTxHash is null) || answer.FailedPlants.Any(f => f.Error is null), "a line without what it must have");
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            // Asked again.
        }
        finally
        {
            pipe.Complete();
        }
    }

    static byte[] Lines(params PlantLine[] lines) => [.. lines.SelectMany(line => (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(line, ContractsJson.Default.PlantLine), (byte)'\n'])];
}
