using KalePool.Hashing;

namespace KalePool.Pooler.Work;

/// <summary>Threads of their own that take pieces from a schedule and search them, at the lowest priority: the machine stays its owner's.</summary>
sealed class HashingThreads : IHashing
{
    readonly HashSchedule _schedule;
    readonly SearchKernel _kernel;
    readonly Thread[] _threads;
    readonly object _idle = new();
    readonly Action<Exception> _onFault;
    long _hashes;
    volatile bool _isStopped;

    /// <param name="onFault">Called when a thread has died of an error, which no search should.</param>
    public HashingThreads(HashSchedule schedule, SearchKernel kernel, int threads, Action<Exception> onFault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _schedule = schedule;
        _kernel = kernel;
        _onFault = onFault;
        _schedule.Changed += WakeAll;
        _threads = [.. Enumerable.Range(0, threads).Select(number => new Thread(Run) { IsBackground = true, Name = $"hash{number}" })];
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

    void Run()
    {
        ThreadPriorityLowering.Apply();
        try
        {
            while (!_isStopped)
                if (_schedule.Take() is { } piece) Search(piece);
                else WaitForChange();
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

    /// <summary>The limit covers a change between the empty-handed take and the wait.</summary>
    void WaitForChange()
    {
        lock (_idle)
            if (!_isStopped) Monitor.Wait(_idle, TimeSpan.FromMilliseconds(50));
    }

    void WakeAll()
    {
        lock (_idle) Monitor.PulseAll(_idle);
    }
}
