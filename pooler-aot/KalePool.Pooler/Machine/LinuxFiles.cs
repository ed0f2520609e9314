namespace KalePool.Pooler.Machine;

/// <summary>What Linux tells in small text files, under a root that tests put elsewhere. A file that is not there, or may not be read, is null.</summary>
sealed class LinuxFiles(string root = "/")
{
    public string? Read(string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, path)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
