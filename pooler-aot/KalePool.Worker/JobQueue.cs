using KalePool.Hashing;
using KalePool.Hashing.Frames;

namespace KalePool.Worker;

/// <summary>Jobs in the order they came, and the one thread that works on them: the next one begins when one ends, whoever is slow to hear of it.</summary>
sealed class JobQueue : IDisposable
{
    /// <summary>A parent that asks for more at a time is none of ours.</summary>
    public const int Most = 16;

    readonly SearchKernel _kernel;
    readonly ThreadPlacement _placement;
    readonly Action<WorkerFrame> _say;
    readonly object _lock = new();
    readonly Queue<JobRun> _jobs = [];
    bool _isOver;

    public JobQueue(SearchKernel kernel, ThreadPlacement placement, Action<WorkerFrame> say)
    {
        (_kernel, _placement, _say) = (kernel, placement, say);
        Done = OwnThread.Run(Work);
    }

    /// <summary>Ends with the thread, and with what has ended it.</summary>
    public Task Done { get; }

    /// <exception cref="InvalidDataException">Too many.</exception>
    public void Add(JobFrame job)
    {
        lock (_lock)
        {
            if (_jobs.Count == Most) throw new InvalidDataException($"The parent asked for more than {Most} jobs at a time.");
            _jobs.Enqueue(new(_kernel, job, _say));
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Ends all that have been asked for: the one in hand after its present block, the others without one. Each still says its last.</summary>
    public void Stop()
    {
        lock (_lock)
            foreach (var job in _jobs) job.Stop();
    }

    /// <summary>Says how far the one in hand is.</summary>
    public void TellProgress()
    {
        JobRun? job;
        lock (_lock) _jobs.TryPeek(out job);
        job?.TellProgress();
    }

    /// <summary>Stops; the thread ends after the present block.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            Stop();
            Monitor.Pulse(_lock);
        }
    }

    void Work()
    {
        _placement.Apply();
        while (Next() is { } job)
        {
            job.Search();
            lock (_lock) _jobs.Dequeue();
        }
    }

    /// <summary>It stays in the queue while it is worked on. Null at the end.</summary>
    JobRun? Next()
    {
        lock (_lock)
        {
            while (!_isOver && _jobs.Count == 0) Monitor.Wait(_lock);
            return _jobs.TryPeek(out var job) ? job : null;
        }
    }
}
