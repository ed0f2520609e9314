using System.Text.RegularExpressions;
using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests;

/// <summary>Backend and pooler on a chain that shares no code with the devnet: the real Soroban host.</summary>
public sealed partial class TruthnetDemoSpec
{
    const int BlockSeconds = 30;

    static readonly TimeSpan Long = TimeSpan.FromMinutes(6);

    [SkippableFact]
    public async Task Ends_full_and_balanced_on_the_real_host()
    {
        Skip.If(ChainProcess.NoTruthnet is not null, ChainProcess.NoTruthnet);
        var directory = Directory.CreateTempSubdirectory("kalepool-truthnet-").FullName;
        await using (var chain = await ChainProcess.StartTruthnetAsync(directory, ["--port", "0", "--ledger-ms", "1000", "--block-seconds", $"{BlockSeconds}"]))
        {
            await using var demo = await DemoProcess.StartAsync(
                "--farmers", "3", "--blocks", "2", "--block-seconds", $"{BlockSeconds}",
                "--chain", chain["RPC_URL"], "--kale", chain["KALE_CONTRACT_ID"], "--friendbot", chain["FRIENDBOT_URL"]);

            var status = await demo.Process.Ended.WaitAsync(Long);

            Assert.True(status == 0, string.Join('\n', demo.Lines));
            Assert.Matches(LastLine(), demo.Lines[^1]);
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Says_plainly_that_a_chain_does_not_answer()
    {
        await using var demo = await DemoProcess.StartAsync("--chain", "http://127.0.0.1:1/");

        Assert.Equal(1, await demo.Process.Ended.WaitAsync(Long));
        Assert.Contains(demo.Lines, l => l.StartsWith("demo: ", StringComparison.Ordinal) && l.Contains("127.0.0.1:1", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^demo: blocks=2 planted=3/3 worked=3/3 harvested=3/3 hashes=[1-9]\d* zeros=\d+/\d+\.\d\d rewards=[1-9]\d*\.\d{7} chain=balanced$")]
    private static partial Regex LastLine();
}
