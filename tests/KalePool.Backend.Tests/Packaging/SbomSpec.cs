using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Packaging;

/// <summary>What goes beside each published pooler: all packages that are compiled into it, by the lock files.</summary>
public sealed class SbomSpec : IDisposable
{
    static readonly string[] Projects = ["pooler-aot/KalePool.Pooler", "pooler-aot/KalePool.Hashing", "contracts/KalePool.Contracts", "contracts/KalePool.Kale", "contracts/KalePool.Stellar"];

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static IEnumerable<string> Locked() =>
        from project in Projects
        from framework in JsonNode.Parse(File.ReadAllText(Path.Combine(ComposeFile.Root, project, "packages.lock.json")))!["dependencies"]!.AsObject()
        where framework.Key == "net10.0"
        from package in framework.Value!.AsObject()
        where (string)package.Value!["type"]! != "Project" && (string)package.Value["type"]! != "CentralTransitive"
        select $"{package.Key} {(string)package.Value["resolved"]!}";

    [Fact]
    public async Task Holds_every_package_of_the_pooler_with_its_hash()
    {
        var file = _folder["pooler.cdx.json"];
        var rid = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        using var script = Process.Start(new ProcessStartInfo("bash", [Path.Combine(ComposeFile.Root, "packaging", "sbom.sh"), rid, file]) { RedirectStandardError = true })!;
        var errors = await script.StandardError.ReadToEndAsync();
        await script.WaitForExitAsync();
        Assert.True(script.ExitCode == 0, errors);
        var bom = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        Assert.Equal(("CycloneDX", "1.6", "kale-pooler"), ((string?)bom["bomFormat"], (string?)bom["specVersion"], (string?)bom["metadata"]!["component"]!["name"]));
        var components = bom["components"]!.AsArray().ToDictionary(c => $"{(string)c!["name"]!} {(string)c["version"]!}", c => c!);
        Assert.NotEmpty(Locked());
        Assert.All(Locked(), package => Assert.Contains(package, components.Keys));
        // The runtime that is compiled in.
        Assert.Contains(components.Keys, name => name.StartsWith($"runtime.{rid}.Microsoft.DotNet.ILCompiler ", StringComparison.Ordinal));
        Assert.All(components.Values, c => Assert.Contains(c["hashes"]!.AsArray(), h => (string?)h!["alg"] == "SHA-512"));
        Assert.All(components.Values, c => Assert.StartsWith("pkg:nuget/", (string?)c["purl"], StringComparison.Ordinal));
    }
}
