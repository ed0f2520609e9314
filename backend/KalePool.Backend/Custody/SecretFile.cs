using KalePool.Backend.Storage;

namespace KalePool.Backend.Custody;

/// <summary>A secret that the backend makes at its first start and keeps in a file that only its owner can read.</summary>
public static class SecretFile
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const int MaxBytes = 4096;

    /// <summary>The file's content, made by <paramref name="make"/> where there is none.</summary>
    /// <exception cref="StorageException">The file cannot be read or written, or what is in it is no secret.</exception>
    public static string ReadOrMake(string path, Func<string> make, Func<string, bool> isSecret, out bool made)
    {
        try
        {
            made = !File.Exists(path);
            var secret = made ? Make(path, make()) : Read(path);
            return isSecret(secret) ? secret : throw new StorageException($"{path}: what is in it is not the secret that belongs there; put the right file back");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{path}: {e.Message}", e);
        }
    }

    static string Read(string path) =>
        new FileInfo(path).Length <= MaxBytes ? File.ReadAllText(path).Trim() : throw new IOException($"more than {MaxBytes} bytes are no secret");

    /// <summary>Under another name first, so that a crash leaves no half of a secret. What an earlier crash left under that name was told to nobody.</summary>
    static string Make(string path, string secret)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var stream = new FileStream(unfinished, options))
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.WriteLine(secret);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path);
        return secret;
    }
}
