using System.Runtime.InteropServices;

namespace KalePool.Pooler.Cli;

/// <summary>A token that SIGINT and SIGTERM cancel, and SIGHUP unless it means something else. A second signal ends the process at once, as usual.</summary>
sealed class StopSignals : IDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly PosixSignalRegistration[] _registrations;

    public StopSignals(bool isHangupToo = true) => _registrations =
    [
        .. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, .. isHangupToo ? (PosixSignal[])[PosixSignal.SIGHUP] : []])
            .Select(signal => PosixSignalRegistration.Create(signal, Stop)),
    ];

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    void Stop(PosixSignalContext context)
    {
        context.Cancel = !_stop.IsCancellationRequested;
        _stop.Cancel();
    }
}
