namespace KalePool.Tests.Golden;

/// <summary>Folders with golden data: the tests' own, and the one that KALEPOOL_EXTRA_VECTORS names.</summary>
public static class GoldenFolders
{
    public const string ExtraVariable = "KALEPOOL_EXTRA_VECTORS";

    const string Own = "vectors";
    const string Extra = "extra";

    public static string OwnPath => Path.Combine(AppContext.BaseDirectory, Own);

    /// <summary>Names of the folders there are.</summary>
    public static IReadOnlyList<string> Names => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(ExtraVariable)) ? [Own] : [Own, Extra];

    /// <exception cref="DirectoryNotFoundException">The variable names no folder.</exception>
    public static string PathOf(string name)
    {
        if (name == Own) return OwnPath;
        var path = Path.GetFullPath(Environment.GetEnvironmentVariable(ExtraVariable)!);
        return Directory.Exists(path) ? path : throw new DirectoryNotFoundException($"{ExtraVariable} names no folder: {path}");
    }

    /// <summary>Folder, file, section, index and label of each case.</summary>
    public static TheoryData<string, string, string, int, string> Rows(GoldenSuite suite)
    {
        var data = new TheoryData<string, string, string, int, string>();
        foreach (var name in Names)
            foreach (var row in suite.Rows(PathOf(name)))
                data.Add(name, row.File, row.Section, row.Index, row.Case.Path);
        return data;
    }

    /// <summary>One of <see cref="Rows"/>.</summary>
    public static GoldenRow Row(string folder, string file, string section, int index) =>
        new(file, section, index, GoldenFile.Read(Path.Combine(PathOf(folder), file)).Cases(section)[index]);
}
