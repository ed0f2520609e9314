using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace KalePool.Pooler.Workers;

/// <summary>An executable file in the user's cache, where executing from memory is refused. Its content is compared before every use.</summary>
[UnsupportedOSPlatform("windows")]
static class CacheFile
{
    const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The path of a file that holds exactly these bytes and that only this user may write.</summary>
    /// <param name="folder">Made where it is not there.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static string Prepare(string folder, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(folder, Private);
        var path = Path.Combine(folder, $"kale-worker-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}");
        if (Holds(path, bytes)) return path;
        var fresh = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Private };
        using (var file = new FileStream(fresh, options)) file.Write(bytes);
        File.Move(fresh, path, overwrite: true);
        return path;
    }

    static bool Holds(string path, ReadOnlySpan<byte> bytes) =>
        File.Exists(path) && File.GetUnixFileMode(path) == Private && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
}
