using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests;

/// <summary>The audit as a program: what it cannot audit it says, with exit status 2.</summary>
public sealed class AuditProgramSpec : IDisposable
{
    const string Kale = "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA";
    const string Wallet = "GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE";

    readonly string _directory = Directory.CreateTempSubdirectory("kalepool-e2e-").FullName;

    [Theory]
    [InlineData("unreachable", "--rpc", "http://127.0.0.1:1/", "--kale", Kale, "--wallet", Wallet)]
    [InlineData("no wallet", "--rpc", "http://127.0.0.1:1/", "--kale", Kale)]
    [InlineData("--rpc", "--rpc", "nowhere", "--kale", Kale, "--wallet", Wallet)]
    [InlineData("--kale", "--rpc", "http://127.0.0.1:1/", "--kale", Wallet, "--wallet", Wallet)]
    [InlineData("G…", "--rpc", "http://127.0.0.1:1/", "--kale", Kale, "--wallet", Kale)]
    [InlineData("missing.txt", "--rpc", "http://127.0.0.1:1/", "--kale", Kale, "--wallets", "missing.txt")]
    [InlineData("--from", "--rpc", "http://127.0.0.1:1/", "--kale", Kale, "--wallet", Wallet, "--from", "yesterday")]
    public async Task Says_why_it_cannot_audit(string reason, params string[] arguments)
    {
        await using var audit = await ChildProcess.StartAsync(new ProcessPlan(
            "audit", [.. Artifacts.Find().Audit, .. arguments], new Dictionary<string, string>(), _directory, Path.Combine(_directory, "audit.log")));

        Assert.Equal(2, await audit.Ended.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains(audit.LastLines, l => l.Contains(reason, StringComparison.Ordinal));
        Assert.DoesNotContain(audit.LastLines, l => l.Contains("   at ", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
