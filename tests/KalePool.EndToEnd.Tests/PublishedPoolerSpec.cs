using System.Security.Cryptography;
using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests;

/// <summary>The one file that is shipped, as every CPU runs it.</summary>
public sealed class PublishedPoolerSpec : IDisposable
{
    const string Qemu = "/usr/bin/qemu-x86_64";
    const string Farmer = "GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE";
    const string KnownHash = "0000000099be0037e5a48324959cb9dd10965ae59511cfd1996f9b917aad9980";
    const long MostBytes = 20_000_000;

    /// <summary>The real work of mainnet's block 37, from 5,000 nonces before it on.</summary>
    static readonly string[] Mine = ["mine", "37", "AAAAAAn66y/43JP7M02rwTmONZoWOmu1OPYz/bmzJ8o=", "20495212910", "8", Farmer, "--max-threads", "1"];

    readonly string _directory = Directory.CreateTempSubdirectory("kalepool-e2e-").FullName;

    [Fact]
    public void Is_not_larger_than_promised() => Assert.InRange(new FileInfo(Artifacts.Find().Pooler[0]).Length, 1, MostBytes);

    [Fact]
    public async Task Finds_the_known_work_with_what_is_fastest_here() => await FindsAsync([.. Artifacts.Find().Pooler, .. Mine]);

    [Fact]
    public async Task Finds_it_with_plain_instructions() => await FindsAsync([.. Artifacts.Find().Pooler, .. Mine, "--isa", "scalar"]);

    /// <summary>A CPU of 2008: no image fits, and nothing ends by an instruction that it does not know.</summary>
    [SkippableFact]
    public async Task Finds_it_on_an_old_cpu()
    {
        SkipWithoutQemu();
        await FindsAsync([Qemu, "-cpu", "Nehalem", .. Artifacts.Find().Pooler, .. Mine]);
    }

    [SkippableFact]
    public async Task Says_on_an_old_cpu_which_kernel_it_cannot_use()
    {
        SkipWithoutQemu();
        await using var pooler = await StartAsync([Qemu, "-cpu", "Nehalem", .. Artifacts.Find().Pooler, .. Mine, "--isa", "avx2"]);
        Assert.Equal(1, await pooler.Ended.WaitAsync(TimeSpan.FromMinutes(2)));
        Assert.Contains(pooler.LastLines, line => line.EndsWith("avx2: this CPU lacks its instructions", StringComparison.Ordinal));
    }

    /// <summary>Made as a release makes it, and run as arm64 by emulation: its own threads with NEON, for it carries no worker.</summary>
    [SkippableFact, Trait("Category", "Long")]
    public async Task Is_published_for_arm64_and_finds_the_known_work_there()
    {
        const string emulator = "/usr/bin/qemu-aarch64";
        Skip.IfNot(File.Exists(emulator), "qemu-user is not installed.");
        Skip.IfNot(File.Exists("/usr/bin/aarch64-linux-gnu-gcc"), "gcc-aarch64-linux-gnu is not installed.");
        var root = Artifacts.Find().Root;
        await using var publish = await StartAsync(["bash", Path.Combine(root, "packaging/publish-pooler.sh"), "linux-arm64"]);
        Assert.True(await publish.Ended.WaitAsync(TimeSpan.FromMinutes(10)) == 0, string.Join('\n', publish.LastLines));
        var file = Path.Combine(root, "artifacts/release/kale-pooler-linux-arm64");
        foreach (var made in new[] { file, file + ".cdx.json" })
            Assert.Equal($"{Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(made)))}  {Path.GetFileName(made)}", (await File.ReadAllTextAsync(made + ".sha256")).TrimEnd());
        Assert.InRange(new FileInfo(file).Length, 1, MostBytes);
        await FindsAsync([emulator, "-L", "/usr/aarch64-linux-gnu", file, .. Mine]);
        await FindsAsync([emulator, "-L", "/usr/aarch64-linux-gnu", file, .. Mine, "--isa", "neon"]);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    static void SkipWithoutQemu()
    {
        Skip.IfNot(Artifacts.Find().Pooler[0].Contains("linux-x64", StringComparison.Ordinal), "An old CPU is emulated for x86-64 only.");
        Skip.IfNot(File.Exists(Qemu), "qemu-user is not installed.");
    }

    async Task FindsAsync(string[] command)
    {
        await using var pooler = await StartAsync(command);
        Assert.Equal(0, await pooler.Ended.WaitAsync(TimeSpan.FromMinutes(2)));
        Assert.Contains(pooler.LastLines, line => line.Contains(KnownHash, StringComparison.Ordinal));
    }

    Task<ChildProcess> StartAsync(string[] command) => ChildProcess.StartAsync(new ProcessPlan(
        "pooler", command, new Dictionary<string, string>(), _directory, Path.Combine(_directory, "pooler.log")));
}
