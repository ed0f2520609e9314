using KalePool.Pooler.Machine;

namespace KalePool.Pooler.Tests.Machine;

/// <summary>A folder with what Linux would tell.</summary>
sealed class FakeFiles : IDisposable
{
    readonly string _root = Directory.CreateTempSubdirectory("kale-machine").FullName;

    public FakeFiles(params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files) Write(path, text);
        Files = new(_root);
    }

    public LinuxFiles Files { get; }

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, path))!);
        File.WriteAllText(Path.Combine(_root, path), text + "\n");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
