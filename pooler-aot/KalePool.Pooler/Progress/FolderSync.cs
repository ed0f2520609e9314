using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KalePool.Pooler.Progress;

/// <summary>Brings a folder's own entries to disk: without it a rename may be undone by a power loss. .NET opens no folders.</summary>
static partial class FolderSync
{
    const int ReadOnly = 0;

    /// <summary>Does nothing on Windows, where renames are journaled, and where the system has no such call for the folder.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        using var handle = new SafeFileHandle(Open(folder, ReadOnly), ownsHandle: true);
        if (!handle.IsInvalid) Sync(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(SafeFileHandle handle);
}
