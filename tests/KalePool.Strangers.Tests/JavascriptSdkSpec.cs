using System.Text.Json;
using KalePool.Demo.Harness;
using Xunit.Abstractions;

namespace KalePool.Strangers.Tests;

/// <summary>A stranger's application, made with the official SDK alone, finds every step to be as its own libraries expect.</summary>
public sealed class JavascriptSdkSpec(Walks walks, ITestOutputHelper output) : IClassFixture<Walks>
{
    /// <summary>Below this a walk has left something out.</summary>
    const int FewestSteps = 60;

    /// <summary>The folders of the SDK's versions below the scripts.</summary>
    internal static IReadOnlyList<string> Packages { get; } = ["sdk-15", "sdk-16", "sdk-17"];

    public static TheoryData<string> Versions() => [.. Packages];

    [Theory, MemberData(nameof(Versions))]
    public async Task Walks_through_devnet(string packages)
    {
        var walk = await walks.Of(Walk.Devnet, packages);

        foreach (var line in walk.Lines) output.WriteLine(line);
        AssertComplete(walk, packages);
    }

    /// <summary>What the script expects is what the real host does: the same walk where devnet's code has no part.</summary>
    [SkippableTheory, MemberData(nameof(Versions))]
    public async Task Walks_through_the_real_host_alike(string packages)
    {
        Skip.If(ChainProcess.NoTruthnet is not null, ChainProcess.NoTruthnet);
        var (onDevnet, walk) = (await walks.Of(Walk.Devnet, packages), await walks.Of(Walk.Truthnet, packages));

        output.WriteLine($"SDK {walk.Sum?.Version} on truthnet: {walk.Steps.Count} steps");
        AssertComplete(walk, packages);
        Assert.Equal(onDevnet.Steps.Count, walk.Steps.Count);
    }

    static void AssertComplete(Walk walk, string packages)
    {
        Assert.True(walk.Status == 0, $"the script ended with {walk.Status}:\n{string.Join('\n', walk.Complaints)}");
        var (version, steps) = Assert.NotNull(walk.Sum);
        Assert.Equal(PinnedVersion(packages), version);
        Assert.Equal(steps, walk.Steps.Count);
        Assert.True(steps >= FewestSteps, $"{steps} steps only");
    }

    static string PinnedVersion(string packages)
    {
        using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(NodePackages.Scripts, packages, "package.json")));
        return package.RootElement.GetProperty("dependencies").GetProperty("@stellar/stellar-sdk").GetString()!;
    }
}
