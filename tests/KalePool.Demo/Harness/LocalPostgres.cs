using System.Globalization;
using System.Security.Cryptography;

namespace KalePool.Demo.Harness;

/// <summary>
/// A PostgreSQL server of our own on a free loopback port, with a data directory that goes with it. It flushes what it commits, wants a password, and
/// ends when this process does, however that ends.
/// </summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    const string Debian = "/usr/lib/postgresql";
    const string User = "kalepool";

    /// <summary>The server refuses to run as root; the package brings this account.</summary>
    const string Account = "postgres";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    readonly ProcessPlan _plan;
    readonly string _directory;
    readonly string _password;
    readonly int _port;

    LocalPostgres(ChildProcess process, ProcessPlan plan, string directory, string password, int port) => (Process, _plan, _directory, _password, _port) = (process, plan, directory, password, port);

    public ChildProcess Process { get; private set; }

    /// <summary>Of the database that every server has.</summary>
    public string Url => UrlOf("postgres");

    /// <summary>Without the password.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"postgresql://{User}@127.0.0.1:{_port}/");

    /// <summary>Where initdb and postgres are; null where they are not installed.</summary>
    public static string? Programs =>
        VersionsOf(Debian).Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')).FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "postgres")));

    public string UrlOf(string database) => string.Create(CultureInfo.InvariantCulture, $"postgresql://{User}:{_password}@127.0.0.1:{_port}/{database}");

    /// <exception cref="FileNotFoundException">It is not installed.</exception>
    /// <exception cref="TimeoutException">It does not start; the message has its last words.</exception>
    public static async Task<LocalPostgres> StartAsync(TimeProvider clock, CancellationToken stop)
    {
        var programs = Programs ?? throw new FileNotFoundException("missing: apt-get install postgresql");
        var directory = Directory.CreateTempSubdirectory("kalepool-postgres-").FullName;
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var port = Ports.Free();
        var log = Path.Combine(Path.GetTempPath(), Path.GetFileName(directory) + ".log");
        var plan = Plan("postgres", ServerScript, log);
        var server = new LocalPostgres(await ChildProcess.StartAsync(plan), plan, directory, password, port);
        try
        {
            await server.ReadyAsync(clock, stop);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        ProcessPlan Plan(string name, string script, string logFile) => new(
            name,
            ["sh", "-c", script],
            new Dictionary<string, string>
            {
                ["DATA"] = directory,
                ["PROGRAMS"] = programs,
                ["PASSWORD"] = password,
                ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
                ["AS"] = Environment.IsPrivilegedProcess ? $"setpriv --reuid={Account} --regid={Account} --clear-groups" : "",
            },
            "/",
            logFile);
    }

    /// <summary>SIGKILL, and again on what it had flushed.</summary>
    public async Task RestartAsync(TimeProvider clock, CancellationToken stop)
    {
        await Process.KillAsync();
        await Process.DisposeAsync();
        // Its own children notice that it is gone, and until then keep the memory that the next one wants.
        while (true)
        {
            Process = await ChildProcess.StartAsync(_plan);
            try
            {
                await ReadyAsync(clock, stop);
                return;
            }
            catch (TimeoutException) when (Process.LastLines.Any(l => l.Contains("is still in use", StringComparison.Ordinal)))
            {
                await Process.DisposeAsync();
            }
        }
    }

    async Task ReadyAsync(TimeProvider clock, CancellationToken stop)
    {
        await Waiting.UntilAsync("PostgreSQL", _ => Task.FromResult(StartedOrEnded()), Patience, clock, stop);
        if (Process.Ended.IsCompleted) throw new TimeoutException($"PostgreSQL does not start: {string.Join("; ", Process.LastLines)}");
    }

    /// <summary>Ends it, and removes what it wrote.</summary>
    public async ValueTask DisposeAsync()
    {
        // SIGINT, its fast shutdown: on SIGTERM it would wait for those who are connected.
        await Process.StopAsync(StopPatience, TimeProvider.System, "INT");
        await Process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        File.Delete(Process.Plan.LogFile);
    }

    /// <summary>
    /// The parent-death signal is set again at the end, for a change of the account clears it. What initdb makes need not be flushed: who dies
    /// here loses a test.
    /// </summary>
    const string ServerScript = """
        set -eu
        umask 077
        printf '%s\n' "$PASSWORD" > "$DATA/password"
        if [ -n "$AS" ]; then chown -R postgres "$DATA"; fi
        [ -d "$DATA/data" ] || $AS "$PROGRAMS/initdb" -D "$DATA/data" -U kalepool --auth=scram-sha-256 --pwfile="$DATA/password" -E UTF8 --locale=C --no-sync > /dev/null
        exec ${AS:-setpriv} --pdeathsig INT "$PROGRAMS/postgres" -D "$DATA/data" -c port="$PORT" -c listen_addresses=127.0.0.1 \
          -c unix_socket_directories= -c fsync=on -c synchronous_commit=on -c timezone=UTC
        """;

    string? StartedOrEnded() =>
        Process.Ended.IsCompleted || Process.LastLines.Any(l => l.Contains("ready to accept connections", StringComparison.Ordinal)) ? "" : null;

    static IEnumerable<string> VersionsOf(string folder) => !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder)
        .Select(d => (Path: d, Version: double.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var version) ? version : 0))
        .OrderByDescending(d => d.Version)
        .Select(d => Path.Combine(d.Path, "bin"));
}
