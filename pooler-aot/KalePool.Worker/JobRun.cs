using KalePool.Hashing;
using KalePool.Hashing.Frames;

namespace KalePool.Worker;

/// <summary>One job, block by block.</summary>
sealed class JobRun(SearchKernel kernel, JobFrame job, Action<WorkerFrame> say)
{
    readonly Lock _saying = new();
    ulong _tried;
    bool _isOver;
    volatile bool _isStopped;

    /// <summary>Says how far it is, unless it has said its last.</summary>
    public void TellProgress()
    {
        lock (_saying)
        {
            if (!_isOver)
                say(new ProgressFrame(job.Id, _tried, IsEnd: false));
        }
    }

    /// <summary>Ends it after the block in hand, or before the first one.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Works on it, on the calling thread, to its end or until it is stopped; what it says last is that it is over.</summary>
    public void Search()
    {
        var best = new BestHit(job.ZerosToBeat);
        while (!_isStopped && job.Range.After(_tried) is { } left)
        {
            var before = best.Best;
            var count = Math.Min(SearchKernel.Block - (left.Start % SearchKernel.Block), left.Count);
            kernel.Search(job.Template, new NonceRange(left.Start, count), best);
            lock (_saying)
            {
                _tried += count;
                if (best.Best is { } found && found != before)
                    say(new FoundFrame(job.Id, found.Nonce, found.Hash));
            }
        }

        lock (_saying)
        {
            _isOver = true;
            say(new ProgressFrame(job.Id, _tried, IsEnd: true));
        }
    }
}
