using System.Text.Json;
using KalePool.Hashing;
using KalePool.Pooler.Bench;

namespace KalePool.Pooler.Tests.Bench;

public class BenchReportSpec
{
    static readonly BenchMachine Machine = new("1.2", "a CPU", "an OS", "2026-06-01");

    static readonly Contestant[] Contestants =
    [
        Rated(KaleMiner.Name), Rated("scalar"), Contestant.Unable("avx2", "this CPU lacks its instructions"),
    ];

    static readonly Dictionary<string, double[]> Rates = new() { [KaleMiner.Name] = [1.9e6, 2e6, 2.2e6], ["scalar"] = [3e6, 4e6, 5e6] };

    [Fact]
    public void Medians_spreads_and_ratios_are_told()
    {
        var result = BenchReport.Of(Machine, 3, Contestants, Rates, "scalar",
            [new(1, HashingPriority.Normal, [4e6], 0.99, null), new(2, HashingPriority.Normal, [7.8e6], 0.98, null), new(2, HashingPriority.Idle, [7.6e6], 0.95, null)]);
        Assert.Equal(new KernelResult("scalar", 4, 3, 5, 2, null), result.Kernels[0]);
        Assert.Equal((2.0, null), (result.KaleMiner.Mhs, result.KaleMiner.Ratio));
        Assert.Equal(1.95, result.Scaling);
        Assert.Equal("kale-pooler 1.2 on a CPU: 4.0 MH/s a core with scalar, 2.0 × kale-miner; 7.6 MH/s with 2 threads", result.Line);
        Assert.Contains("2 × scalar        7.60  7.60 to 7.60              1.90 ×   95.0 %  idle\n", BenchReport.Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_measured_is_never_a_number()
    {
        var result = BenchReport.Of(
            Machine, 3, [Contestant.Unable(KaleMiner.Name, "KALE_MINER names no executable"), .. Contestants[1..]], new Dictionary<string, double[]> { ["scalar"] = Rates["scalar"] }, "scalar",
            [new(1, HashingPriority.Normal, [], null, "the machine is busy"), new(2, HashingPriority.Normal, [7.8e6], 1, null)]);
        Assert.Null(result.Kernels[0].Ratio);
        Assert.Null(result.Scaling);
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(result, BenchJson.Default.BenchResult));
        var avx2 = json.RootElement.GetProperty("kernels")[1];
        Assert.Equal((JsonValueKind.Null, "this CPU lacks its instructions"), (avx2.GetProperty("mhs").ValueKind, avx2.GetProperty("not_measured").GetString()));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("kale_miner").GetProperty("mhs").ValueKind);
        Assert.Contains("avx2          not measured: this CPU lacks its instructions\n", BenchReport.Text(result), StringComparison.Ordinal);
        Assert.DoesNotContain("kale-miner,", result.Line, StringComparison.Ordinal);
    }

    /// <summary>Whatever the length of a run, the known work is what it must find, in every range that is used.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_checksum_is_what_a_right_kernel_finds(int blocks)
    {
        var found = KernelCatalog.Scalar.Best(SelfTest.Template, KernelRuns.Range(blocks), 7);
        KernelRuns.Check("scalar", found);
        Assert.Throws<BenchException>(() => KernelRuns.Check("scalar", found!.Value with { Nonce = 1 }));
        Assert.Throws<BenchException>(() => KernelRuns.Check("scalar", null));
    }

    [Fact]
    public async Task A_kernel_is_measured_in_time_of_the_cpu()
    {
        var rates = await Interleaved.RunAsync([KernelRuns.Here(KernelCatalog.Scalar, TimeProvider.System)], 1, default);
        Assert.InRange(rates["scalar"].Single(), 1e5, 1e9);
    }

    static Contestant Rated(string name) => new(name, null, _ => Task.FromResult(0.0));
}
