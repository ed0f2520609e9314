using System.Collections;
using System.Security.Cryptography;
using KalePool.Demo.Harness;

namespace KalePool.Strangers.Tests;

/// <summary>Folders with what a committed package-lock.json names, made by <c>npm ci</c> once for each content of the lock file and kept in artifacts/strangers.</summary>
static class NodePackages
{
    static readonly string[] Files = ["package.json", "package-lock.json"];
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What npm may need to reach its registry and nothing else of ours has: its own settings, certificates and proxies.</summary>
    static readonly string[] NpmVariables = ["npm_config_", "node_extra_ca_certs", "http_proxy", "https_proxy", "no_proxy"];

    /// <summary>The folder of the scripts and of one folder for each set of packages.</summary>
    public static string Scripts => Path.Combine(Artifacts.Find().Root, "tests/KalePool.Strangers.Tests/javascript");

    /// <returns>The folder that holds <c>node_modules</c>.</returns>
    /// <exception cref="InvalidOperationException">npm is missing or failed; says what it said.</exception>
    public static async Task<string> InstallAsync(string name, CancellationToken stop)
    {
        var source = Path.Combine(Scripts, name);
        var kept = Path.Combine(Artifacts.Find().Root, "artifacts/strangers");
        var folder = Path.Combine(kept, $"{name}-{await KeyAsync(source, stop)}");
        if (Directory.Exists(folder)) return folder;

        // Under another name until it is complete: what is found under its own name can be trusted.
        var making = Path.Combine(kept, $".{name}-{RandomNumberGenerator.GetHexString(8)}");
        Directory.CreateDirectory(making);
        foreach (var file in Files) File.Copy(Path.Combine(source, file), Path.Combine(making, file));
        File.Copy(Path.Combine(Scripts, ".npmrc"), Path.Combine(making, ".npmrc"));
        await RunNpmAsync(name, making, kept, stop);
        Directory.Move(making, folder);
        return folder;
    }

    static async Task RunNpmAsync(string name, string folder, string logs, CancellationToken stop)
    {
        if (!IsOnPath("npm")) throw new InvalidOperationException("npm is not there: apt-get install nodejs npm");
        var plan = new ProcessPlan($"npm ci of {name}", ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], Variables(), folder, Path.Combine(logs, $"{name}.npm.log"));
        await using var npm = await ChildProcess.StartAsync(plan);
        var status = await npm.Ended.WaitAsync(Patience, TimeProvider.System, stop);
        if (status != 0) throw new InvalidOperationException($"{plan.Name} ended with {status}:\n{string.Join('\n', npm.LastLines)}");
    }

    static Dictionary<string, string> Variables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(one => ((string)one.Key, (string?)one.Value ?? ""))
        .Where(one => NpmVariables.Any(known => one.Item1.StartsWith(known, StringComparison.OrdinalIgnoreCase)))
        .ToDictionary(one => one.Item1, one => one.Item2, StringComparer.Ordinal);

    static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    static async Task<string> KeyAsync(string source, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files) hash.AppendData(await File.ReadAllBytesAsync(Path.Combine(source, file), stop));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
