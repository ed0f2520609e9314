using System.Text.RegularExpressions;

namespace KalePool.House.Tests;

/// <summary>Rules of the house that no compiler knows.</summary>
public sealed partial class StyleSpec
{
    /// <summary>Lines above which a file holds more than one idea.</summary>
    const int MostLines = 400;

    static readonly string[] TextEndings = [".cs", ".md", ".sh", ".props", ".csproj", ".yml", ".txt", ".json"];

    static IEnumerable<string> Sources => Repository.Files.Where(f => f.EndsWith(".cs", StringComparison.Ordinal) && !f.EndsWith(".g.cs", StringComparison.Ordinal));

    [Fact]
    public void Files_hold_one_idea() =>
        Assert.DoesNotContain(Sources, f => Repository.Read(f).Count(c => c == '\n') > MostLines);

    [Fact]
    public void Nothing_is_left_for_later_without_being_said() =>
        Assert.DoesNotContain(Sources, f => !f.EndsWith("StyleSpec.cs", StringComparison.Ordinal) && LeftForLater().IsMatch(Repository.Read(f)));

    [Fact]
    public void There_are_no_regions() => Assert.DoesNotContain(Sources, f => Region().IsMatch(Repository.Read(f)));

    /// <summary>A path that exists on one machine only.</summary>
    [Fact]
    public void No_file_names_a_machine()
    {
        var checkout = Repository.Root;
        var texts = Repository.Files.Where(f => TextEndings.Any(e => f.EndsWith(e, StringComparison.Ordinal)) || !Path.HasExtension(f));
        Assert.DoesNotContain(texts, f => Repository.Read(f) is var text && (text.Contains(checkout + "/", StringComparison.Ordinal) || HomeFolder().IsMatch(text)));
    }

    [Fact]
    public void Every_top_folder_tells_what_it_is()
    {
        var folders = Repository.Files.Where(f => f.Contains('/', StringComparison.Ordinal) && f[0] != '.').Select(f => f[..f.IndexOf('/', StringComparison.Ordinal)]).Distinct();
        Assert.All(folders, f => Assert.Contains($"{f}/README.md", Repository.Files));
    }

    /// <summary>System's first, the rest by name, as dotnet format has them; that command looks at all sources for minutes, and the build at everything else that it looks at.</summary>
    [Fact]
    public void Imports_are_in_order() => Assert.All(Sources, f =>
    {
        var names = Import().Matches(Repository.Read(f)).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(names.OrderBy(n => n != "System" && !n.StartsWith("System.", StringComparison.Ordinal)).ThenBy(n => n, StringComparer.OrdinalIgnoreCase), names);
    });

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|NotImplementedException|Skip *= *""")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"^\s*#region", RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^using ([A-Z][\w.]*);\r?$", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"(?<![\w$.])/(root|home/\w+|Users/\w+)/")]
    private static partial Regex HomeFolder();
}
