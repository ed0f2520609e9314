namespace KalePool.Backend.Custody;

/// <summary>A secret that the backend makes at its first start and keeps in a file that only its owner can read.</summary>
public static class SecretFile
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The file's content, made by <paramref name="make"/> where there is none.</summary>
    public static string ReadOrMake(string path, Func<string> make, out bool made)
    {
        made = !File.Exists(path);
        if (!made) return File.ReadAllText(path).Trim();
        var secret = make();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var stream = new FileStream(path + ".new", options))
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.WriteLine(secret);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }
        File.Move(path + ".new", path);
        return secret;
    }
}
