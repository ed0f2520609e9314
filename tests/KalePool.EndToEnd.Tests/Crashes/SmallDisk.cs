using System.Diagnostics;

namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>A disk of its own in memory, of a few megabytes, that can be filled and made read-only.</summary>
sealed class SmallDisk : IDisposable
{
    const int Megabytes = 24;

    SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    string Filler => Path.Combine(Folder, "filler");

    /// <summary>Null where this process may not mount.</summary>
    public static SmallDisk? Mount(string folder)
    {
        Directory.CreateDirectory(folder);
        return Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", folder) ? new SmallDisk(folder) : null;
    }

    /// <summary>Until not a byte goes in any more.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
        for (var piece = 1 << 20; piece > 0; piece /= 2)
        {
            try
            {
                while (true) filler.Write(new byte[piece]);
            }
            catch (IOException)
            {
                // Full for pieces of this size.
            }
        }
    }

    public void Free() => File.Delete(Filler);

    /// <summary>While nobody has a file of it open for writing.</summary>
    public void SetReadOnly(bool isReadOnly) => Assert.True(Run("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", Folder));

    public void Dispose() => Run("umount", "-l", Folder);

    static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
