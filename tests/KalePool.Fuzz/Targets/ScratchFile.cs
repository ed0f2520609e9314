namespace KalePool.Fuzz.Targets;

/// <summary>A file for readers that take nothing else. One for each target: they run one input at a time.</summary>
sealed class ScratchFile
{
    readonly string _folder = Directory.CreateTempSubdirectory("kalepool-fuzz-").FullName;

    public ScratchFile() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(_folder, recursive: true);

    public string Path => System.IO.Path.Combine(_folder, "file");

    public string Holding(ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(Path, bytes);
        return Path;
    }
}
