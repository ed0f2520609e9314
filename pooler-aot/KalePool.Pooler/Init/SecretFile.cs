using System.Text;

namespace KalePool.Pooler.Init;

/// <summary>Files that hold keys.</summary>
static class SecretFile
{
    /// <summary>Whole or not at all, and never readable by others.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, string text)
    {
        var fresh = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(fresh, options)) file.Write(Encoding.UTF8.GetBytes(text));
        File.Move(fresh, path, overwrite: true);
    }
}
