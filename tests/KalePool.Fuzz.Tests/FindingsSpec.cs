using KalePool.Fuzz.Engine;

namespace KalePool.Fuzz.Tests;

/// <summary>Inputs that were not borne once: one file each, named after what it did, in the folder of its target.</summary>
public sealed class FindingsSpec
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "findings");

    public static TheoryData<string, string> Findings
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                rows.Add(Path.GetFileName(Path.GetDirectoryName(file))!, Path.GetFileName(file));
            return rows;
        }
    }

    [Theory, MemberData(nameof(Findings))]
    public void Is_borne_now(string target, string finding)
    {
        var judge = new Judge(FuzzTargets.Make(target));
        Assert.Null(judge.Warm());
        var again = judge.Try(File.ReadAllBytes(Path.Combine(Folder, target, finding)));
        Assert.True(again is null, again?.ToString());
    }
}
