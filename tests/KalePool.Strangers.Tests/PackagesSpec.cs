using System.Text.Json;

namespace KalePool.Strangers.Tests;

/// <summary>What is installed for the strangers is said exactly, and by nobody's address.</summary>
public sealed class PackagesSpec
{
    public static TheoryData<string> Folders() => [.. JavascriptSdkSpec.Packages, "runtime"];

    [Theory, MemberData(nameof(Folders))]
    public void Lock_files_name_versions_and_hashes_but_no_registry(string folder)
    {
        using var locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(NodePackages.Scripts, folder, "package-lock.json")));

        var packages = locked.RootElement.GetProperty("packages").EnumerateObject().Where(p => p.Name.Length > 0).ToList();

        Assert.NotEmpty(packages);
        Assert.All(packages, p =>
        {
            Assert.False(p.Value.TryGetProperty("resolved", out _), p.Name);
            Assert.StartsWith("sha512-", p.Value.GetProperty("integrity").GetString(), StringComparison.Ordinal);
        });
    }

    [Theory, MemberData(nameof(Folders))]
    public void Versions_are_exact(string folder)
    {
        using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(NodePackages.Scripts, folder, "package.json")));

        var versions = new[] { "dependencies", "optionalDependencies" }
            .SelectMany(kind => package.RootElement.TryGetProperty(kind, out var named) ? named.EnumerateObject().ToArray() : [])
            .Select(one => one.Value.GetString()!)
            .ToList();

        Assert.NotEmpty(versions);
        Assert.All(versions, v => Assert.Matches(@"^\d+\.\d+\.\d+$", v));
    }
}
