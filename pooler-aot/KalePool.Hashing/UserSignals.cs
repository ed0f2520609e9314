using System.Runtime.InteropServices;

namespace KalePool.Hashing;

/// <summary>The two signals that mean what a program wants them to. .NET has no name for them and takes their numbers, which differ from system to system.</summary>
public static class UserSignals
{
    /// <summary>SIGUSR1.</summary>
    public static PosixSignal First => (PosixSignal)(OperatingSystem.IsLinux() ? 10 : 30);

    /// <summary>SIGUSR2.</summary>
    public static PosixSignal Second => (PosixSignal)(OperatingSystem.IsLinux() ? 12 : 31);
}
