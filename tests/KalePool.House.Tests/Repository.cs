using System.Diagnostics;
using System.Xml.Linq;

namespace KalePool.House.Tests;

/// <summary>The checkout that the tests run in.</summary>
static class Repository
{
    public static readonly string Root = FindRoot();

    /// <summary>Tracked files, paths with forward slashes from the root.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Git("ls-files").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(f => File.Exists(Path.Combine(Root, f)))];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>Project name to the names of the projects it references.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Projects { get; } = Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal)).ToDictionary(
        f => Path.GetFileNameWithoutExtension(f),
        f => (IReadOnlyList<string>)[.. XDocument.Parse(Read(f)).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))]);

    static string Git(string arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0 ? output : throw new InvalidOperationException($"git {arguments} ended with {git.ExitCode}");
    }

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KalePool.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("not inside a checkout");
        return folder.FullName;
    }
}
