using System.Runtime.InteropServices;

namespace KalePool.Benchmarks;

/// <summary>CPU time of the calling thread, which others on the machine do not add to (Linux).</summary>
static partial class ThreadClock
{
    const int ThreadCpuTime = 3;

    public static double Seconds()
    {
        if (GetTime(ThreadCpuTime, out var time) != 0)
            throw new PlatformNotSupportedException("This system has no clock for a thread's CPU time.");
        return time.Seconds + (time.Nanoseconds * 1e-9);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    readonly struct TimeSpec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
