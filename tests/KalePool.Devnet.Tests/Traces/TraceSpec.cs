using Xunit.Abstractions;

namespace KalePool.Devnet.Tests.Traces;

/// <summary>The chain does what the real contract did in the real host, step by step.</summary>
public class TraceSpec(ITestOutputHelper output)
{
    /// <summary>A directory with more recordings of the same format.</summary>
    const string ExtraVariable = "KALEPOOL_EXTRA_TRACES";

    public static TheoryData<string> Files()
    {
        var files = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "data", "kale-traces"), "*.json");
        if (Environment.GetEnvironmentVariable(ExtraVariable) is { Length: > 0 } extra) files = files.Concat(Directory.EnumerateFiles(extra, "*.json"));
        return [.. files.Order(StringComparer.Ordinal)];
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Replays_without_a_difference(string file)
    {
        var comparison = new TraceComparison(RecordedTrace.Load(file));

        var differences = comparison.Run();

        output.WriteLine($"{Path.GetFileName(file)}: {comparison.Steps} steps compared, {differences.Count} differences");
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(40)));
    }
}
