using System.Text.Json;
using KalePool.Stellar.Xdr;

namespace KalePool.Kale.Tests.Traces;

/// <summary>One recording of the real contract in the real host: the chain before the first step, and the steps.</summary>
public sealed record KaleTrace(string Name, KaleDeployment Deployment, FarmState Farm, uint MinTemporaryTtl, string? Router, JsonElement Start, IReadOnlyList<TraceStep> Steps)
{
    static string Folder => Path.Combine(AppContext.BaseDirectory, "data", "kale-traces");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    public static KaleTrace Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")));
        var root = document.RootElement.Clone();
        var entries = root.GetProperty("start").GetProperty("entries").EnumerateArray()
            .Select(e => XdrCodec.FromBase64<LedgerEntry>(e.GetProperty("entry").GetString()!).Data)
            .ToList();
        var steps = root.GetProperty("steps").EnumerateArray().ToList();
        return new KaleTrace(
            name,
            KaleDeployment.Read(entries[0], entries[1]),
            KaleCodec.DecodeFarm(entries[0]),
            root.GetProperty("settings").GetProperty("minTemporaryTtl").GetUInt32(),
            root.GetProperty("router") is { ValueKind: JsonValueKind.Object } router ? router.GetProperty("contract").GetString() : null,
            root.GetProperty("start"),
            [.. steps.Select(s => TraceStep.Of(s, steps))]);
    }

    public static JsonElement Kale(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")));
        return document.RootElement.GetProperty("kale").Clone();
    }
}
