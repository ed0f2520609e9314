using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests;

/// <summary>The measuring of costs, as people start it.</summary>
public sealed class CostsSpec : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("kalepool-e2e-").FullName;

    [Fact, Trait("Category", "Long")]
    public async Task Counts_each_farmers_plant_work_and_harvest_once_a_block()
    {
        var (status, lines) = await RunAsync(TimeSpan.FromMinutes(8), "--farmers", "2", "--blocks", "1");

        Assert.True(status == 0, string.Join('\n', lines));
        foreach (var kind in (string[])["plant", "work", "harvest"]) Assert.Contains(lines, line => line.StartsWith($"| {kind} | 2 | 0 | 1", StringComparison.Ordinal) || line.StartsWith($"| {kind} | 2 | 0 | 2", StringComparison.Ordinal));
        var backend = Assert.Single(lines, line => line.StartsWith("| backend |", StringComparison.Ordinal));
        Assert.Contains("sendTransaction 4", backend, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--farmers", "0")]
    [InlineData("--farmers", "101")]
    [InlineData("--blocks", "x")]
    [InlineData("--ledger-ms", "10")]
    public async Task Says_what_is_wrong_with_an_argument(string name, string value)
    {
        var (status, lines) = await RunAsync(TimeSpan.FromMinutes(1), name, value);

        Assert.Equal(2, status);
        Assert.Contains(lines, line => line.Contains(name, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    async Task<(int Status, IReadOnlyList<string> Lines)> RunAsync(TimeSpan patience, params string[] arguments)
    {
        var artifacts = Artifacts.Find();
        var program = Path.Combine(artifacts.Root, "tests/KalePool.Costs/bin", artifacts.Configuration, "net10.0/kalepool-costs.dll");
        var log = Path.Combine(_directory, "costs.log");
        await using var costs = await ChildProcess.StartAsync(new ProcessPlan("costs", ["dotnet", program, .. arguments], new Dictionary<string, string>(), _directory, log));
        var status = await costs.Ended.WaitAsync(patience);
        return (status, await File.ReadAllLinesAsync(log));
    }
}
