using System.Runtime.InteropServices;

namespace KalePool.Demo.Harness;

/// <summary>Where the built programs lie, in the same configuration as this one.</summary>
public sealed record Artifacts(string Root, string Configuration)
{
    public IReadOnlyList<string> Devnet => Dotnet("tests/KalePool.Devnet", "kalepool-devnet");

    public IReadOnlyList<string> Backend => Dotnet("backend/KalePool.Backend", "kalepool");

    public IReadOnlyList<string> Audit => Dotnet("tests/KalePool.Audit", "kalepool-audit");

    /// <summary>The Native AOT executable, as shipped.</summary>
    public IReadOnlyList<string> Pooler => [Existing(Path.Combine(Root, "artifacts/kale-pooler", Rid, "kale-pooler"), "./demo.sh and ./test.sh publish it")];

    public static string Rid => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    /// <summary>Found from where this assembly lies: …/bin/CONFIGURATION/net10.0/ below the folder of KalePool.sln.</summary>
    public static Artifacts Find()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var configuration = here.Parent?.Name ?? throw new DirectoryNotFoundException($"{here} is not a build output");
        for (var folder = here; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KalePool.sln"))) return new Artifacts(folder.FullName, configuration);
        }

        throw new DirectoryNotFoundException($"no KalePool.sln above {here}");
    }

    static string Existing(string path, string who) => File.Exists(path) ? path : throw new FileNotFoundException($"{path} is not there: {who}", path);

    IReadOnlyList<string> Dotnet(string project, string assembly) =>
        ["dotnet", Existing(Path.Combine(Root, project, "bin", Configuration, "net10.0", assembly + ".dll"), "build it first")];
}
