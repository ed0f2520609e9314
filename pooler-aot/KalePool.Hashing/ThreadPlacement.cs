using System.Runtime.InteropServices;

namespace KalePool.Hashing;

/// <summary>Where and how a hashing thread runs.</summary>
/// <param name="Cpus">The processors it may run on (Linux); null: those of its process.</param>
public sealed partial record ThreadPlacement(HashingPriority Priority, CpuSet? Cpus)
{
    const int PrioProcess = 0;
    const int Nicest = 19;
    const int SchedIdle = 5;

    /// <summary>Places the calling thread, for good. A failure costs comfort only: the system may refuse, a processor may have been switched off.</summary>
    public void Apply()
    {
        // .NET's own priorities do nothing on Linux. There "process 0" is the calling thread, and each of these is a thread's own.
        if (!OperatingSystem.IsLinux())
        {
            if (Priority != HashingPriority.Normal) Thread.CurrentThread.Priority = ThreadPriority.Lowest;
            return;
        }

        if (Priority != HashingPriority.Normal) _ = SetPriority(PrioProcess, 0, Nicest);
        if (Priority == HashingPriority.Idle) _ = SetScheduler(0, SchedIdle, 0);
        if (Cpus?.ToMask() is { } mask) _ = SetAffinity(0, (nuint)mask.Length * sizeof(ulong), mask);
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int priority);

    /// <param name="priority">Of this policy always 0; the system takes a pointer to it.</param>
    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetScheduler(int thread, int policy, in int priority);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAffinity(int thread, nuint bytes, ulong[] mask);
}
