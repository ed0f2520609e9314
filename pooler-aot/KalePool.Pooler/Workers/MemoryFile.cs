using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KalePool.Pooler.Workers;

/// <summary>An executable file that is in memory only (Linux); it is there until disposed.</summary>
sealed partial class MemoryFile : IDisposable
{
    const uint CloseOnExec = 0x1;
    const uint Executable = 0x10;

    readonly SafeFileHandle _handle;

    MemoryFile(SafeFileHandle handle) => _handle = handle;

    /// <summary>By this name the process that is being started finds it among what it inherits.</summary>
    public string Path => $"/proc/self/fd/{_handle.DangerousGetHandle()}";

    /// <exception cref="Win32Exception">The system gives none.</exception>
    public static MemoryFile Create(ReadOnlySpan<byte> bytes)
    {
        // Kernels before 6.3 do not know that flag, later ones may insist on it.
        var descriptor = MemFdCreate("kale-worker", CloseOnExec | Executable);
        if (descriptor < 0) descriptor = MemFdCreate("kale-worker", CloseOnExec);
        if (descriptor < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.Write(handle, bytes, 0);
        return new(handle);
    }

    public void Dispose() => _handle.Dispose();

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MemFdCreate(string name, uint flags);
}
