using System.Text.Json;

namespace KalePool.Tests.Golden;

/// <summary>Compares one case with what the product makes of it; throws where they differ.</summary>
public delegate Task GoldenCheck(GoldenCase item);

/// <summary>
/// What is compared in which section of which file. Whatever it does not know, be it a file, a section or a member of a case, is a failure:
/// golden data that is passed over in silence proves nothing.
/// </summary>
/// <param name="checks">By file name and section.</param>
/// <param name="elsewhere">Files that other projects' tests compare.</param>
public sealed class GoldenSuite(IReadOnlyDictionary<(string File, string Section), GoldenCheck> checks, params IReadOnlyList<string> elsewhere)
{
    /// <summary>Files, sections and descriptions that nothing here knows.</summary>
    public IReadOnlyList<string> Unknown(string folder)
    {
        var unknown = new List<string>();
        foreach (var path in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (elsewhere.Contains(name)) continue;
            if (checks.Keys.All(key => key.File != name))
            {
                unknown.Add($"{name} is a file that no test knows");
                continue;
            }
            unknown.AddRange(UnknownIn(path));
        }
        return unknown;
    }

    /// <summary>Every case that can be compared.</summary>
    public IReadOnlyList<GoldenRow> Rows(string folder) => [.. checks.Keys
        .Where(key => File.Exists(Path.Combine(folder, key.File)))
        .Select(key => (Key: key, File: GoldenFile.Read(Path.Combine(folder, key.File))))
        .Where(pair => pair.File.Has(pair.Key.Section))
        .SelectMany(pair => pair.File.Cases(pair.Key.Section).Select((item, index) => new GoldenRow(pair.Key.File, pair.Key.Section, index, item)))];

    public async Task CheckAsync(GoldenRow row)
    {
        await checks[(row.File, row.Section)](row.Case);
        if (row.Case.Unread().ToList() is { Count: > 0 } unread) throw new InvalidDataException($"nothing looks at {string.Join(", ", unread)}");
    }

    /// <summary>All that is wrong with a folder, one line each.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync(string folder)
    {
        var problems = Unknown(folder).ToList();
        if (problems.Any(problem => problem.Contains("cannot be read", StringComparison.Ordinal))) return problems;
        foreach (var row in Rows(folder))
        {
            if (await Record.ExceptionAsync(() => CheckAsync(row)) is { } failure) problems.Add($"{row.Case.Path}: {failure.Message}");
        }
        return problems;
    }

    List<string> UnknownIn(string path)
    {
        try
        {
            var file = GoldenFile.Read(path);
            var unknown = file.Sections.Where(section => !checks.ContainsKey((file.Name, section))).Select(section => $"{file.Name}/{section} is a section that no test knows").ToList();
            if (file.MetaProblem() is { } problem) unknown.Add(problem);
            return unknown;
        }
        catch (JsonException e)
        {
            return [$"{Path.GetFileName(path)} cannot be read: {e.Message}"];
        }
    }
}

/// <summary>Where a case stands.</summary>
public sealed record GoldenRow(string File, string Section, int Index, GoldenCase Case);
