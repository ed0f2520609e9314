using System.Text;

namespace KalePool.Pooler.Display;

/// <summary>A log file that never grows beyond a size: then it becomes NAME.1, what was NAME.1 becomes NAME.2, and the oldest is dropped.</summary>
/// <remarks>Not for several threads. What cannot be written is lost, and said once: a full disk stops no pooler.</remarks>
/// <param name="limit">Bytes of one file.</param>
/// <param name="kept">How many full ones are kept.</param>
/// <param name="trouble">Told when writing begins to fail.</param>
sealed class RotatingLog(string path, long limit, int kept, Action<string> trouble) : IDisposable
{
    FileStream? _file;
    bool _isFailing;

    public void WriteLine(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        try
        {
            _file ??= Open();
            if (_file.Length > 0 && _file.Length + bytes.Length > limit) Rotate();
            _file.Write(bytes);
            _file.Flush();
            _isFailing = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Close();
            if (!_isFailing) trouble($"the log {path} cannot be written: {e.Message}");
            _isFailing = true;
        }
    }

    public void Dispose() => Close();

    void Rotate()
    {
        Close();
        for (var number = kept - 1; number >= 0; number--)
            if (File.Exists(NameOf(number))) File.Move(NameOf(number), NameOf(number + 1), overwrite: true);
        if (kept == 0) File.Delete(path);
        _file = Open();
    }

    string NameOf(int number) => number == 0 ? path : $"{path}.{number}";

    FileStream Open()
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read | FileShare.Delete };
        // Addresses and what they earn are nobody else's business.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        return new(path, options);
    }

    void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
