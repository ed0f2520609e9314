using System.Text.RegularExpressions;

namespace KalePool.House.Tests;

/// <summary>What the threat model says stops somebody is there.</summary>
public sealed partial class SecuritySpec
{
    static readonly string Model = Repository.Read("packaging/security.md");

    static IEnumerable<string> Named(Regex pattern) => pattern.Matches(Model).Select(m => m.Groups[1].Value).Distinct();

    [Fact]
    public void Tests_and_files_that_it_names_exist()
    {
        Assert.All(Named(Specs()), spec => Assert.Contains(Repository.Files, f => f.EndsWith($"/{spec}.cs", StringComparison.Ordinal)));
        Assert.All(Named(Sources()), file => Assert.Contains(Repository.Files, f => f.EndsWith($"/{file}", StringComparison.Ordinal)));
        Assert.InRange(Named(Specs()).Count(), 10, 100);
    }

    [Fact]
    public void Alerts_that_it_names_exist()
    {
        var alerts = Repository.Read("backend/KalePool.Backend/Ops/Alerts/Alert.cs");
        string[] named = ["pooler_refused", "rpc_nodes_disagree", "loss_unexplained"];
        Assert.All(named, code => Assert.Contains($"`{code}`", Model, StringComparison.Ordinal));
        Assert.All(named, code => Assert.Contains($"\"{code}\"", alerts, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"`(\w+Spec)`")]
    private static partial Regex Specs();

    [GeneratedRegex(@"`([\w/]+\.cs)`")]
    private static partial Regex Sources();
}
