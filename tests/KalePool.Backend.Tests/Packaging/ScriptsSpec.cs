using System.Diagnostics;
using System.Net;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Settings;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Tests.Packaging;

/// <summary>The operator's scripts, as far as they can run on any machine, and systemd's units as systemd reads them.</summary>
public sealed class ScriptsSpec : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static async Task<(int Status, string Said)> RunAsync(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = ComposeFile.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }

    static bool Has(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, tool)));

    [SkippableFact]
    public async Task A_pooler_is_made_and_his_env_file_is_for_its_owner_alone()
    {
        Skip.IfNot(Has("jq") && Has("curl"), "there is no jq or no curl here");
        var host = new BackendHost();
        await host.InitializeAsync();
        try
        {
            var account = KeyPair.Random().Address;
            string[] arguments = ["scripts/create-pooler.sh", "--api", host.Http.BaseAddress!.ToString(), "--name", "the north's", "--account", account, "--seats", "7", "--out", _folder["pooler.env"]];
            var (status, said) = await RunAsync("bash", arguments, ("ADMIN_KEY", BackendHost.AdminKey), ("NETWORK_PASSPHRASE", "a net ; 2026"));
            Assert.True(status == 0, said);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["pooler.env"]));
            var written = new SettingsReader(SettingsSource.Load(new Dictionary<string, string>(), _folder["pooler.env"]));
            Assert.Equal(("the norths", "a net ; 2026"), (written.Find("POOLER_NAME"), written.Find("NETWORK_PASSPHRASE")));
            var shown = await new PoolClient(host.Http, BackendHost.AdminKey).GetAsync($"/api/v1/admin/poolers/{written.Find("POOLER_ID")}");
            Assert.Equal((HttpStatusCode.OK, account, 7), (shown.Status, (string?)shown["public_key"], (int)shown["max_farmers"]));
            Assert.Contains(written.Find("BACKEND_API_KEY")!, said, StringComparison.Ordinal);

            var again = await RunAsync("bash", arguments, ("ADMIN_KEY", BackendHost.AdminKey));
            Assert.Equal(2, again.Status);
            var taken = await RunAsync("bash", [.. arguments[..^1], _folder["other.env"]], ("ADMIN_KEY", BackendHost.AdminKey));
            Assert.Equal(1, taken.Status);
            Assert.Contains("conflict: public_key", taken.Said, StringComparison.Ordinal);
            Assert.False(File.Exists(_folder["other.env"]));
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("--account", "G123", "--account")]
    [InlineData("--share", "1.5", "--share")]
    [InlineData("--seats", "many", "--seats")]
    [InlineData("--nonsense", "x", "--nonsense")]
    public async Task A_wrong_argument_is_named(string name, string value, string expected)
    {
        var (status, said) = await RunAsync("bash", ["scripts/create-pooler.sh", "--name", "n", "--account", KeyPair.Random().Address, name, value], ("ADMIN_KEY", "k"));
        Assert.Equal(2, status);
        Assert.Contains(expected, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("testnet", new string[0], 0)]
    [InlineData("mainnet", new[] { "--rpc-url", "https://one.example,https://two.example", "--database-url", "postgresql://u:p@db/pool" }, 0)]
    [InlineData("mainnet", new[] { "--rpc-url", "https://one.example" }, 2)]
    [InlineData("devnet", new string[0], 2)]
    public async Task A_deployment_says_what_it_would_do(string network, string[] more, int expected)
    {
        var (status, said) = await RunAsync("bash", ["scripts/deploy.sh", "--network", network, "--dry-run", .. more]);
        Assert.True(status == expected, said);
        if (expected == 0) Assert.Contains("systemctl", said, StringComparison.Ordinal);
        Assert.DoesNotContain("postgresql://", said.Replace("--database-url: a PostgreSQL", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>Its programs are not installed here; everything else must be as systemd knows it.</summary>
    [SkippableFact]
    public async Task Systemd_takes_the_units()
    {
        Skip.IfNot(Has("systemd-analyze"), "there is no systemd-analyze here");
        foreach (var path in Directory.GetFiles(Path.Combine(ComposeFile.Root, "packaging/service")).Where(f => f.EndsWith(".service", StringComparison.Ordinal) || f.EndsWith(".timer", StringComparison.Ordinal)))
        {
            var text = (await File.ReadAllTextAsync(path)).Replace("/opt/kalepool/kalepool", "/bin/true", StringComparison.Ordinal).Replace("/usr/local/bin/kale-pooler", "/bin/true", StringComparison.Ordinal);
            await File.WriteAllTextAsync(_folder[Path.GetFileName(path)], text);
        }
        var units = Directory.GetFiles(_folder[""]);
        Assert.Equal(4, units.Length);
        var (status, said) = await RunAsync("systemd-analyze", ["verify", "--man=no", .. units]);
        Assert.True(status == 0 && said.Length == 0, said);
    }

    [SkippableFact]
    public async Task Shellcheck_finds_nothing_in_any_script()
    {
        Skip.IfNot(Has("shellcheck"), "there is no shellcheck here");
        string[] folders = ["", "scripts", "packaging", "packaging/containers"];
        var scripts = folders.SelectMany(f => Directory.GetFiles(Path.Combine(ComposeFile.Root, f), "*.sh")).ToList();
        var (status, said) = await RunAsync("shellcheck", ["-x", "-P", "scripts", .. scripts]);
        Assert.True(status == 0, said);
    }
}
