using KalePool.Hashing;
using KalePool.Hashing.Frames;

namespace KalePool.Worker;

/// <summary>One job on a thread of its own, block by block.</summary>
sealed class JobRun
{
    readonly SearchKernel _kernel;
    readonly ThreadPlacement _placement;
    readonly JobFrame _job;
    readonly Action<WorkerFrame> _say;
    readonly Lock _saying = new();
    Task _done = Task.CompletedTask;
    ulong _tried;
    bool _isOver;
    volatile bool _isStopped;

    JobRun(SearchKernel kernel, ThreadPlacement placement, JobFrame job, Action<WorkerFrame> say)
    {
        _kernel = kernel;
        _placement = placement;
        _job = job;
        _say = say;
    }

    public static JobRun Start(SearchKernel kernel, ThreadPlacement placement, JobFrame job, Action<WorkerFrame> say)
    {
        var run = new JobRun(kernel, placement, job, say);
        run._done = OwnThread.Run(run.Search);
        return run;
    }

    /// <summary>Says how far it is, unless it has said its last.</summary>
    public void TellProgress()
    {
        lock (_saying)
        {
            if (!_isOver)
                _say(new ProgressFrame(_job.Id, _tried, IsEnd: false));
        }
    }

    /// <summary>Ends it after the block in hand.</summary>
    public Task EndAsync()
    {
        _isStopped = true;
        return _done;
    }

    void Search()
    {
        _placement.Apply();
        var best = new BestHit(_job.ZerosToBeat);
        while (!_isStopped && _job.Range.After(_tried) is { } left)
        {
            var before = best.Best;
            var count = Math.Min(SearchKernel.Block - (left.Start % SearchKernel.Block), left.Count);
            _kernel.Search(_job.Template, new NonceRange(left.Start, count), best);
            lock (_saying)
            {
                _tried += count;
                if (best.Best is { } found && found != before)
                    _say(new FoundFrame(_job.Id, found.Nonce, found.Hash));
            }
        }

        lock (_saying)
        {
            _isOver = true;
            _say(new ProgressFrame(_job.Id, _tried, IsEnd: true));
        }
    }
}
