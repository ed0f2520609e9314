using KalePool.Hashing;
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
    readonly WorkerSeat[] _seats;
    readonly Task _running;
    readonly Lock _lock = new();
    TaskCompletionSource _changed = NewChange();
    uint? _block;
    long _hashes;

    /// <param name="launcher">Taken over.</param>
    /// <param name="seats">Taken over.</param>
    /// <param name="onFault">Called when a seat has died of an error, which none should.</param>
    public HashingWorkers(HashSchedule schedule, WorkerLauncher launcher, IEnumerable<WorkerSeat> seats, HashingGate gate, Action<Exception> onFault, TimeProvider time)
    {
        (_schedule, _launcher, _gate, _time) = (schedule, launcher, gate, time);
        _seats = [.. seats];
        _block = schedule.Block;
        _schedule.Changed += Wake;
        _running = Task.WhenAll(_seats.Select(seat => RunAsync(seat, onFault, _ending.Token)));
    }

    public string Kernel => _launcher.Kernel;

    public long Hashes => Interlocked.Read(ref _hashes);

    /// <summary>Kills the workers; the pieces in hand are lost, as they are when the machine stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _schedule.Changed -= Wake;
        await _ending.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _launcher.Dispose();
        _ending.Dispose();
    }

    /// <summary>Takes the next piece while one is searched.</summary>
    async Task RunAsync(WorkerSeat seat, Action<Exception> onFault, CancellationToken cancellation)
    {
        using (seat) await Task.WhenAll(Enumerable.Range(0, WorkerSeat.Ahead).Select(_ => Task.Run(() => KeepBusyAsync(seat, onFault, cancellation), CancellationToken.None)));
    }

    async Task KeepBusyAsync(WorkerSeat seat, Action<Exception> onFault, CancellationToken cancellation)
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

    /// <summary>To the end of the piece, or until its block is no longer the present one: what was taken of a block that goes on has been tried.</summary>
    async Task SearchAsync(WorkerSeat seat, HashPiece piece, CancellationToken cancellation)
    {
        NonceRange? left = piece.Range;
        while (left is { } range)
        {
            var searched = await seat.SearchAsync(piece.Template, range, piece.ZerosToBeat, cancellation);
            Interlocked.Add(ref _hashes, (long)searched.Tried);
            _schedule.Report(piece, searched.Tried, searched.Best);
            left = piece.BlockIndex == _schedule.Block ? range.After(searched.Tried) : null;
        }
    }

    Task Changed()
    {
        lock (_lock) return _changed.Task;
    }

    /// <summary>What workers still have of a block before gains nothing any more, and the new one need not wait for it.</summary>
    void Wake()
    {
        bool isNew;
        lock (_lock)
        {
            isNew = _schedule.Block != _block;
            _block = _schedule.Block;
            _changed.SetResult();
            _changed = NewChange();
        }
        if (!isNew) return;
        foreach (var seat in _seats) seat.Stop();
    }

    static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
