using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using KalePool.Contracts.Farmers;
using KalePool.Contracts.Poolers;
using KalePool.Demo.Harness;
using KalePool.Demo.Run;
using Xunit.Abstractions;

namespace KalePool.EndToEnd.Tests.Manual;

/// <summary>Every command of the operator's manual, as it stands there, against a pool that runs and has a block under way.</summary>
public sealed partial class OperationsSpec(ITestOutputHelper output) : IDisposable
{
    const string Manual = "packaging/operations.md";
    const string Rotate = "kalepool keys rotate";
    const int BlockSeconds = 300;
    const int FollowSeconds = 8;
    const int StoppedByTimeout = 124;

    static readonly TimeSpan Long = TimeSpan.FromMinutes(6);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What the manual must have commands for; without them nothing would be tested.</summary>
    static readonly string[] Expected = ["journal list", "journal show", "journal state", "journal tail", "journal export", "journal verify", "acts", "backup", "restore", "keys take"];

    readonly string _directory = Directory.CreateTempSubdirectory("kalepool-manual-").FullName;

    string this[string name] => Path.Combine(_directory, name);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Every_command_of_the_manual_does_what_it_says()
    {
        using var stop = new CancellationTokenSource(Long, TimeProvider.System);
        var lines = CommandLines.Of(await File.ReadAllTextAsync(Path.Combine(Artifacts.Find().Root, Manual), stop.Token));
        Assert.All(Expected, command => Assert.Contains(lines, line => line.Contains($"kalepool {command}", StringComparison.Ordinal)));
        await using var pool = new LocalPool(new LocalPoolOptions(1_000, BlockSeconds, 0, this["pool"]));
        await StartAsync(pool, stop.Token);
        Directory.CreateDirectory(this["backups"]);
        await InstallAsync(stop.Token);
        var farmers = await Registration.RegisterAsync(pool, 3, _ => { }, stop.Token);
        var departed = await LeaveAsync(pool, farmers[2], stop.Token);
        await PlantAsync(pool, farmers.Count - 1, stop.Token);
        await File.WriteAllTextAsync(this["old.env"], $"DATABASE_URL={SettingOf(pool, "DATABASE_URL")}\n", stop.Token);

        // What others read has to be written first; after the last one this backend's key opens nothing any more.
        foreach (var line in lines.OrderBy(line => line.Contains(" backup ", StringComparison.Ordinal) || line.Contains(" export ", StringComparison.Ordinal) ? 0 : line.Contains(Rotate, StringComparison.Ordinal) ? 2 : 1))
        {
            var said = await RunAsync(pool, Filled(line, farmers[0], departed), stop.Token);
            output.WriteLine($"{line}: {said.Length} characters");
            if (HasJson(line)) AssertJson(await RunAsync(pool, Filled(line, farmers[0], departed) + " --json", stop.Token));
        }
        await pool.DisposeAsync();
    }

    /// <summary>Under the name by which the manual calls it.</summary>
    async Task InstallAsync(CancellationToken stop)
    {
        var program = Path.Combine(Directory.CreateDirectory(this["bin"]).FullName, "kalepool");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec {string.Join(' ', Artifacts.Find().Backend)} \"$@\"\n", stop);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    static async Task StartAsync(LocalPool pool, CancellationToken stop)
    {
        await pool.StartChainAsync(stop);
        await pool.StartBackendAsync(stop);
        await pool.RegisterPoolerAsync(3, stop);
    }

    static async Task<Farmer> LeaveAsync(LocalPool pool, Farmer farmer, CancellationToken stop)
    {
        await pool.Api.LeaveAsync(farmer.Id, farmer.Token, stop);
        return await Waiting.UntilAsync("the farmer to be gone", async s => (await pool.Api.FarmerAsync(farmer.Id, s)).Status == FarmerStatusName.Departed ? farmer : null, Patience, TimeProvider.System, stop);
    }

    static async Task PlantAsync(LocalPool pool, int farmers, CancellationToken stop)
    {
        var farm = await FarmGlance.ReadAsync(pool.Rpc, pool.Chain, [], 0, stop);
        var request = new PlantRequest(farm.SecondsLeft > 0 ? farm.Index : farm.Index + 1, pool.Seat.PoolerId, farmers, TimeProvider.System.GetUtcNow());
        await Waiting.UntilAsync("the farmers to be planted", async s => (await pool.Api.PlantAsync(request, pool.Seat.ApiKey, s)).PlantedFarmers.Count == farmers ? request : null, Patience, TimeProvider.System, stop);
    }

    /// <summary>The words in capitals, by what stands before them.</summary>
    string Filled(string line, Farmer farmer, Farmer departed)
    {
        var words = line.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = (i == 0 ? "" : words[i - 1], words[i]) switch
            {
                (_, "ID") => farmer.Id.ToString("D"),
                (_, "FARMER_ID") => departed.Id.ToString("D"),
                (_, "N") => "2",
                (_, "FOLDER") => this["backups"],
                ("--heads", "FILE") => this["heads-DATE.json"],
                ("restore", "FILE") => Directory.GetFiles(this["backups"]).Max()!,
                var (_, word) => word,
            };
        }
        var filled = string.Join(' ', words);
        Assert.True(!Blank().IsMatch(filled), $"{Manual}: '{line}' has a word in capitals of which this test does not know what to put there");
        return filled;
    }

    /// <summary>By a shell, as it is typed: the settings are the backend's, but what is restored goes into a database that is new.</summary>
    async Task<string> RunAsync(LocalPool pool, string line, CancellationToken stop)
    {
        var isRestored = line.Contains("kalepool restore ", StringComparison.Ordinal) || line.Contains("kalepool keys take ", StringComparison.Ordinal);
        var settings = new Dictionary<string, string>(pool.Child(Names.Backend).Plan.Environment);
        settings["PATH"] = $"{this["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
        if (isRestored) settings["DATABASE_URL"] = $"sqlite:{this[$"{Guid.NewGuid():N}.db"]}";
        if (line.Contains(Rotate, StringComparison.Ordinal)) (settings["KALEPOOL_MASTER_KEY_PREVIOUS"], settings["KALEPOOL_MASTER_KEY"]) = (settings["KALEPOOL_MASTER_KEY"], Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var endless = line.Contains("--follow", StringComparison.Ordinal);
        var log = this["command.log"];
        File.Delete(log);
        // A trial's database is a new one each time, also where two commands of the manual name the same.
        foreach (var old in Directory.GetFiles(_directory, "trial.db*")) File.Delete(old);
        await using var shell = await ChildProcess.StartAsync(new ProcessPlan("manual", ["sh", "-c", endless ? $"timeout {FollowSeconds} {line}" : line], settings, _directory, log));
        var status = await shell.Ended.WaitAsync(stop);
        var said = await File.ReadAllTextAsync(log, stop);
        Assert.True(status == (endless ? StoppedByTimeout : 0), $"{line}: exit status {status}\n{said}");
        return said;
    }

    static bool HasJson(string line) => !line.Contains("--follow", StringComparison.Ordinal)
        && ((string[])["journal list", "journal show", "journal tail", "acts"]).Any(command => line.StartsWith($"kalepool {command}", StringComparison.Ordinal));

    static void AssertJson(string said)
    {
        foreach (var line in said.Split('\n', StringSplitOptions.RemoveEmptyEntries)) JsonDocument.Parse(line).Dispose();
    }

    static string SettingOf(LocalPool pool, string name) => pool.Child(Names.Backend).Plan.Environment[name];

    [GeneratedRegex("(^| )[A-Z_]+($| )")]
    private static partial Regex Blank();
}
