using System.ComponentModel;
using System.Runtime.InteropServices;

namespace KalePool.Hashing;

/// <summary>CPU time in seconds, which others on the machine do not add to. Linux only.</summary>
public static partial class CpuClock
{
    const int CallingThread = 3;
    const int Children = -1;

    public static bool IsThere => OperatingSystem.IsLinux();

    /// <summary>Of the calling thread.</summary>
    public static double OfThread() => Read(CallingThread);

    /// <summary>Of the calling thread, from some moment on; of the clock on the wall where the system does not tell.</summary>
    public static double OfThread(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return IsThere ? OfThread() : time.GetTimestamp() / (double)time.TimestampFrequency;
    }

    /// <summary>Of all threads of a process that is running: the kernel makes such a clock's number of its id.</summary>
    public static double OfProcess(int id) => Read((~id << 3) | 2);

    /// <summary>Of all processes that this one has started and that have ended.</summary>
    public static unsafe double OfEndedChildren()
    {
        // struct rusage: user and system time, seconds and microseconds each, and fourteen numbers more.
        var usage = stackalloc long[18];
        return GetUsage(Children, usage) == 0 ? usage[0] + usage[2] + ((usage[1] + usage[3]) * 1e-6) : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    static double Read(int clock) =>
        GetTime(clock, out var time) == 0 ? time.Seconds + (time.Nanoseconds * 1e-9) : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out TimeSpec time);

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int GetUsage(int who, long* usage);

    [StructLayout(LayoutKind.Sequential)]
    readonly struct TimeSpec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
