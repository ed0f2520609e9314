using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace KalePool.Backend.Tests.Packaging;

/// <summary>What a release is made of, as far as it can be told without GitHub's runners.</summary>
public sealed partial class ReleaseWorkflowSpec
{
    static readonly string Workflow = File.ReadAllText(Path.Combine(ComposeFile.Root, ".github/workflows/release.yml"));
    static readonly string Publish = File.ReadAllText(Path.Combine(ComposeFile.Root, "packaging/publish-pooler.sh"));

    static Dictionary<object, object> Job(string name) =>
        (Dictionary<object, object>)((Dictionary<object, object>)new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(Workflow)["jobs"])[name];

    [Fact]
    public void Makes_what_the_script_knows_how_to_make()
    {
        var matrix = (Dictionary<object, object>)((Dictionary<object, object>)Job("pooler")["strategy"])["matrix"];
        var rids = ((List<object>)matrix["include"]).Cast<Dictionary<object, object>>().Select(row => (string)row["rid"]).ToList();
        var known = Known().Match(Publish).Groups[1].Value.Split(" | ");
        Assert.Equal(["linux-arm64", "linux-musl-x64", "linux-x64", "osx-arm64", "osx-x64", "win-x64"], rids.Order(StringComparer.Ordinal));
        Assert.All(rids, rid => Assert.Contains(rid, known));
    }

    [Fact]
    public void Runs_the_script_and_what_it_made_before_anything_is_offered()
    {
        var steps = ((List<object>)Job("pooler")["steps"]).Cast<Dictionary<object, object>>().Select(s => s.TryGetValue("run", out var run) ? (string)run : (string)s["uses"]).ToList();
        var made = steps.FindIndex(s => s.StartsWith("packaging/publish-pooler.sh", StringComparison.Ordinal));
        var tried = steps.FindIndex(s => s.Contains(" mine 37 ", StringComparison.Ordinal));
        var offered = steps.FindIndex(s => s.StartsWith("actions/upload-artifact", StringComparison.Ordinal));
        Assert.True(made >= 0 && made < tried && tried < offered, $"{made} {tried} {offered}");
    }

    /// <summary>As long as nobody has seen it run.</summary>
    [Fact]
    public void Says_first_that_it_was_not_run_here() => Assert.StartsWith("# Not run here", Workflow, StringComparison.Ordinal);

    [GeneratedRegex(@"^  (linux-x64(?: \| [a-z0-9-]+)+)\) ;;$", RegexOptions.Multiline)]
    private static partial Regex Known();
}
