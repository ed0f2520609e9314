using System.Runtime.InteropServices;

namespace KalePool.Hashing;

/// <summary>Gives the calling thread the lowest priority the system has. .NET's own priorities do nothing on Linux.</summary>
public static partial class ThreadPriorityLowering
{
    const int PrioProcess = 0;
    const int Nicest = 19;

    public static void Apply()
    {
        // On Linux "process 0" is the calling thread, and a nice value is a thread's. Lowering is always allowed; a failure only costs comfort.
        if (OperatingSystem.IsLinux()) _ = SetPriority(PrioProcess, 0, Nicest);
        else Thread.CurrentThread.Priority = ThreadPriority.Lowest;
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int priority);
}
