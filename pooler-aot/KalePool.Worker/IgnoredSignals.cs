using System.Runtime.InteropServices;
using KalePool.Hashing;

namespace KalePool.Worker;

/// <summary>Signals that would end or stop a worker and that its parent understands otherwise.</summary>
sealed class IgnoredSignals : IDisposable
{
    readonly PosixSignalRegistration[] _registrations =
    [
        .. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, .. OperatingSystem.IsWindows() ? [] : (PosixSignal[])[PosixSignal.SIGTSTP, UserSignals.First, UserSignals.Second]])
            .Select(signal => PosixSignalRegistration.Create(signal, context => context.Cancel = true)),
    ];

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }
}
