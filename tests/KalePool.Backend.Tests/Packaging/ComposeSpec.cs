using System.Globalization;
using System.Text.RegularExpressions;
using KalePool.Backend.Settings;
using KalePool.Contracts.Settings;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Tests.Packaging;

/// <summary>docker-compose.yml against the programs that it starts: there may be no container engine where the tests run.</summary>
public sealed partial class ComposeSpec
{
    static readonly string[] Nodes = ["backend-1", "backend-2", "backend-3"];

    static readonly Dictionary<string, string> Secrets = new()
    {
        ["/run/secrets/database-url"] = "postgresql://kalepool:secret@127.0.0.1:5433/kalepool",
        ["/run/secrets/master-key"] = Convert.ToBase64String(new byte[32]),
        ["/run/secrets/admin-key"] = "kpa_0000000000000000",
    };

    readonly ComposeFile _compose = ComposeFile.Read();

    [Fact]
    public void Three_nodes_start_with_what_they_are_given()
    {
        var settings = Nodes.Select(node => BackendSettings.Read(new SettingsReader(SettingsSource.Of(_compose.EnvironmentOf(node).ToDictionary()), path => Secrets[path]))).ToList();

        Assert.Equal([3000, 3001, 3002], settings.Select(s => s.Listener.Port));
        Assert.Equal([9091, 9092, 9093], settings.Select(s => s.Metrics!.Port));
        Assert.All(settings, s => Assert.Equal(settings[0].Database, s.Database));
        Assert.All(Nodes, node => Assert.Equal(Secrets.Keys.Select(path => Path.GetFileName(path)).Order(), _compose.Texts(node, "secrets").Order()));
    }

    [Fact]
    public void Every_node_names_the_ports_of_all_as_seeds()
    {
        var ports = Nodes.Select(node => _compose.EnvironmentOf(node)["CLUSTER_PORT"]);
        var seeds = string.Join(',', ports.Select(port => $"127.0.0.1:{port}"));

        Assert.All(Nodes, node => Assert.Equal(seeds, _compose.EnvironmentOf(node)["CLUSTER_SEEDS"]));
    }

    [Fact]
    public void Settings_are_such_as_the_programs_know()
    {
        Assert.All(Nodes, node => Assert.Empty(_compose.EnvironmentOf(node).Keys.Except(SettingNames.Backend)));
        Assert.Empty(_compose.EnvironmentOf("pooler").Keys.Except(SettingNames.Pooler));
        var written = SeatFile().Match(Read("packaging/containers/seat.sh")).Groups[1].Value.Split("\\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]);
        Assert.Equal(["POOLER_ID", "BACKEND_API_KEY", "POOLER_SECRET_KEY"], written);
        Assert.Empty(written.Except(SettingNames.Pooler));
    }

    [Fact]
    public void The_devnet_is_the_one_that_backend_and_pooler_are_told_of()
    {
        var options = _compose.Texts("devnet", "command");
        var devnet = new KalePool.Devnet.Chain(new DevnetSettings(), TimeProvider.System);

        Assert.Equal($"http://127.0.0.1:{options[options.ToList().IndexOf("--port") + 1]}", _compose.EnvironmentOf("pooler")["RPC_URL"]);
        Assert.All(Nodes.Append("pooler"), service =>
        {
            var environment = _compose.EnvironmentOf(service);
            Assert.Equal(
                (devnet.Settings.Passphrase, devnet.Deployment.Contract, _compose.EnvironmentOf("pooler")["RPC_URL"]),
                (environment["NETWORK_PASSPHRASE"], environment["KALE_CONTRACT_ID"], environment["RPC_URL"]));
        });
        var (address, secret) = (Value("address"), Value("secret"));
        Assert.Equal(address, KeyPair.FromSecret(secret).Address);

        static string Value(string name) => Regex.Match(Read("packaging/containers/seat.sh"), $"^{name}=(\\w+)$", RegexOptions.Multiline).Groups[1].Value;
    }

    [Fact]
    public void Prometheus_asks_every_node_and_the_pooler()
    {
        var scraped = Target().Matches(Read("packaging/prometheus/prometheus.yml")).Select(m => m.Groups[1].Value);

        Assert.Equal(Nodes.Select(node => _compose.EnvironmentOf(node)["METRICS_PORT"]).Append("9090"), scraped);
    }

    [Fact]
    public void What_is_mounted_and_built_exists()
    {
        var mounted = _compose.Services.SelectMany(service => _compose.Texts(service, "volumes")).Where(v => v.StartsWith("./", StringComparison.Ordinal)).Select(v => v.Split(':')[0]).ToList();
        var built = _compose.Services.Select(service => _compose.Part(service, "build")).Where(build => build.Count > 0).ToList();

        Assert.NotEmpty(mounted);
        Assert.All(mounted, path => Assert.True(Path.Exists(Path.Combine(ComposeFile.Root, path)), path));
        Assert.All(built, build => Assert.Contains($"AS {build["target"]}\n", Read((string)build["dockerfile"]), StringComparison.Ordinal));
        Assert.Equal(["backend", "devnet", "pooler"], built.Select(build => (string)build["target"]).Distinct().Order());
        var projects = Published().Matches(Read("packaging/containers/Containerfile")).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(3, projects.Count);
        Assert.All(projects, project => Assert.True(Directory.Exists(Path.Combine(ComposeFile.Root, project)), project));
    }

    [Fact]
    public void Ports_are_each_taken_once()
    {
        var ports = Nodes.SelectMany(node => new[] { "PORT", "CLUSTER_PORT", "METRICS_PORT" }.Select(name => _compose.EnvironmentOf(node)[name]))
            .Concat(["8000", "5433", "9095", _compose.EnvironmentOf("grafana")["GF_SERVER_HTTP_PORT"]])
            .Select(port => int.Parse(port, CultureInfo.InvariantCulture)).ToList();

        Assert.Equal(ports.Count, ports.Distinct().Count());
    }

    static string Read(string path) => File.ReadAllText(Path.Combine(ComposeFile.Root, path));

    [GeneratedRegex(@"printf '([^']+)'")]
    private static partial Regex SeatFile();

    [GeneratedRegex(@"127\.0\.0\.1:(\d+)""")]
    private static partial Regex Target();

    [GeneratedRegex(@"dotnet publish (\S+)")]
    private static partial Regex Published();
}
