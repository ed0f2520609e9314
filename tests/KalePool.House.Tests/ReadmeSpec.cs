using System.Text.RegularExpressions;

namespace KalePool.House.Tests;

/// <summary>What the READMEs name exists.</summary>
public sealed partial class ReadmeSpec
{
    public static TheoryData<string> Readmes() => new(Repository.Files.Where(f => Path.GetFileName(f) == "README.md"));

    [Theory, MemberData(nameof(Readmes))]
    public void Links_lead_somewhere(string readme)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, readme))!;
        var targets = Link().Matches(Repository.Read(readme)).Select(m => m.Groups[1].Value).Where(t => !t.Contains("://", StringComparison.Ordinal));
        Assert.All(targets, t => Assert.True(Path.Exists(Path.Combine(folder, t)), $"{readme} links to {t}"));
    }

    [Theory, MemberData(nameof(Readmes))]
    public void Commands_name_scripts_and_projects_that_exist(string readme)
    {
        var text = Repository.Read(readme);
        var named = Script().Matches(text).Concat(Project().Matches(text)).Select(m => m.Groups[1].Value);
        Assert.All(named, n => Assert.True(Path.Exists(Path.Combine(Repository.Root, n)), $"{readme} names {n}"));
    }

    [Fact]
    public void Code_that_the_readme_points_to_exists()
    {
        var paths = CodePath().Matches(Repository.Read("README.md")).Select(m => m.Groups[1].Value).Where(p => !p.Contains('<', StringComparison.Ordinal));
        Assert.NotEmpty(paths);
        Assert.All(paths, p => Assert.True(Path.Exists(Path.Combine(Repository.Root, p)), $"README.md names {p}"));
    }

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w/])\./([\w-]+\.sh)")]
    private static partial Regex Script();

    [GeneratedRegex(@"dotnet (?:run --project|publish) ([\w./-]+)")]
    private static partial Regex Project();

    [GeneratedRegex("`((?:contracts|backend|pooler-aot|tests|scripts)/[^`]*)`")]
    private static partial Regex CodePath();
}
