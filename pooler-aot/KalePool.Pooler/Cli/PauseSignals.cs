using System.Runtime.InteropServices;
using KalePool.Hashing;
using KalePool.Pooler.Machine;

namespace KalePool.Pooler.Cli;

/// <summary>SIGUSR1 pauses hashing, SIGUSR2 lets it go on, and SIGTSTP (Ctrl+Z) does the one or the other: the process itself is never stopped, since works
/// that were found still have to be sent. Windows has no such signals.</summary>
sealed class PauseSignals : IDisposable
{
    readonly PosixSignalRegistration[] _registrations;

    public PauseSignals(PauseSwitch pause) => _registrations = OperatingSystem.IsWindows()
        ? []
        : [On(UserSignals.First, pause.Pause), On(UserSignals.Second, pause.Resume), On(PosixSignal.SIGTSTP, pause.Toggle)];

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    static PosixSignalRegistration On(PosixSignal signal, Action act) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        act();
    });
}
