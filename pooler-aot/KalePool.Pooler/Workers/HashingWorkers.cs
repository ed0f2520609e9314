using KalePool.Pooler.Machine;
using KalePool.Pooler.Work;

namespace KalePool.Pooler.Workers;

/// <summary>Worker processes that take pieces from a schedule and search them.</summary>
sealed class HashingWorkers : IHashing
{
    readonly HashSchedule _schedule;
    readonly WorkerLauncher _launcher;
    readonly HashingGate _gate;
    readonly TimeProvider _time;
    readonly CancellationTokenSource _ending = new();
    readonly Task _running;
    readonly Lock _lock = new();
    TaskCompletionSource _changed = NewChange();
    long _hashes;

    /// <param name="launcher">Taken over.</param>
    /// <param name="seats">Taken over.</param>
    /// <param name="onFault">Called when a seat has died of an error, which none should.</param>
    public HashingWorkers(HashSchedule schedule, WorkerLauncher launcher, IEnumerable<WorkerSeat> seats, HashingGate gate, Action<Exception> onFault, TimeProvider time)
    {
        (_schedule, _launcher, _gate, _time) = (schedule, launcher, gate, time);
        _schedule.Changed += Wake;
        _running = Task.WhenAll(seats.ToArray().Select(seat => Task.Run(() => RunAsync(seat, onFault, _ending.Token))));
    }

    public string Kernel => _launcher.Kernel;

    public long Hashes => Interlocked.Read(ref _hashes);

    /// <summary>Kills the workers; a piece in hand is lost, as it is when the machine stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _schedule.Changed -= Wake;
        await _ending.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _launcher.Dispose();
        _ending.Dispose();
    }

    async Task RunAsync(WorkerSeat seat, Action<Exception> onFault, CancellationToken cancellation)
    {
        using (seat)
        {
            try
            {
                while (!cancellation.IsCancellationRequested)
                {
                    // Taken before the schedule is asked: a change in between is not missed.
                    var changed = Changed();
                    var isOpen = _gate.Closed is null;
                    if (_gate.Delay() is var delay && delay > TimeSpan.Zero) await Task.Delay(delay, _time, cancellation);
                    else if (_schedule.Take(isFirstOnly: !isOpen) is { } piece) await SearchAsync(seat, piece, cancellation);
                    else if (isOpen) await changed.WaitAsync(cancellation);
                    else await Task.WhenAny(changed, Task.Delay(HashingGate.Glance, _time, cancellation));
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                onFault(e);
            }
        }
    }

    async Task SearchAsync(WorkerSeat seat, HashPiece piece, CancellationToken cancellation)
    {
        var best = await seat.BestAsync(piece.Template, piece.Range, piece.ZerosToBeat, cancellation);
        Interlocked.Add(ref _hashes, (long)piece.Range.Count);
        _schedule.Report(piece, piece.Range.Count, best);
    }

    Task Changed()
    {
        lock (_lock) return _changed.Task;
    }

    void Wake()
    {
        lock (_lock)
        {
            _changed.SetResult();
            _changed = NewChange();
        }
    }

    static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
