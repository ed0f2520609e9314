using KalePool.Hashing;
using KalePool.Pooler.Machine;

namespace KalePool.Pooler.Work;

/// <summary>Threads of their own that take pieces from a schedule and search them.</summary>
sealed class HashingThreads : IHashing
{
    /// <summary>Covers a change between an empty-handed take and the wait.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    readonly HashSchedule _schedule;
    readonly SearchKernel _kernel;
    readonly HashingGate _gate;
    readonly Thread[] _threads;
    readonly object _idle = new();
    readonly Action<Exception> _onFault;
    long _hashes;
    volatile bool _isStopped;

    /// <param name="onFault">Called when a thread has died of an error, which no search should.</param>
    public HashingThreads(HashSchedule schedule, SearchKernel kernel, IReadOnlyList<ThreadPlacement> seats, HashingGate gate, Action<Exception> onFault)
    {
        _schedule = schedule;
        _kernel = kernel;
        _gate = gate;
        _onFault = onFault;
        _schedule.Changed += WakeAll;
        _threads = [.. seats.Select((seat, number) => new Thread(() => Run(seat)) { IsBackground = true, Name = $"hash{number}" })];
        foreach (var thread in _threads) thread.Start();
    }

    public string Kernel => _kernel.Name;

    public long Hashes => Interlocked.Read(ref _hashes);

    /// <summary>Ends the threads; each finishes its piece first.</summary>
    public ValueTask DisposeAsync()
    {
        _isStopped = true;
        _schedule.Changed -= WakeAll;
        WakeAll();
        foreach (var thread in _threads) thread.Join();
        return ValueTask.CompletedTask;
    }

    void Run(ThreadPlacement placement)
    {
        placement.Apply();
        try
        {
            while (!_isStopped)
                if (_gate.Delay() is var delay && delay > TimeSpan.Zero) Wait(delay);
                else if (_schedule.Take(isFirstOnly: _gate.Closed is not null) is { } piece) Search(piece);
                else Wait(Longest);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _onFault(e);
        }
    }

    /// <summary>To the end of the piece: what was taken has then been tried.</summary>
    void Search(HashPiece piece)
    {
        var best = _kernel.Best(piece.Template, piece.Range, piece.ZerosToBeat);
        Interlocked.Add(ref _hashes, (long)piece.Range.Count);
        _schedule.Report(piece, piece.Range.Count, best);
    }

    /// <summary>Also ends when there is something new; whoever waited for another reason asks again.</summary>
    void Wait(TimeSpan time)
    {
        lock (_idle)
            if (!_isStopped) Monitor.Wait(_idle, time < Longest ? time : Longest);
    }

    void WakeAll()
    {
        lock (_idle) Monitor.PulseAll(_idle);
    }
}
