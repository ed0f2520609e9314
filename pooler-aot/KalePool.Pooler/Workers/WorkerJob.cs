using System.Globalization;
using KalePool.Hashing;
using KalePool.Hashing.Frames;

namespace KalePool.Pooler.Workers;

/// <summary>What a worker was asked to search, and what it says of it, all of which is checked.</summary>
/// <param name="longest">After which a search is taken for one that never ends.</param>
sealed class WorkerJob(JobFrame frame, TimeSpan longest, TimeProvider time)
{
    readonly TaskCompletionSource<Searched> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Found? _best;
    ulong _tried;
    long _began;
    bool _isStopped;

    public JobFrame Frame => frame;

    /// <summary>Ends with what was found, or with the <see cref="WorkerException"/> of the worker.</summary>
    public Task<Searched> Done => _done.Task;

    /// <summary>Those before it are done: its time runs.</summary>
    public void Begin() => _began = time.GetTimestamp();

    /// <summary>It may end before its range does.</summary>
    public void Stop() => _isStopped = true;

    public void Fail(WorkerException e)
    {
        _done.TrySetException(e);
        _ = _done.Task.Exception; // whoever asked may have gone
    }

    /// <returns>Whether this was its last word.</returns>
    /// <exception cref="WorkerException">It is not true.</exception>
    public bool Hear(WorkerFrame said)
    {
        switch (said)
        {
            case FoundFrame found when found.Id == frame.Id:
                _best = Checked(found);
                break;
            case ProgressFrame progress when progress.Id == frame.Id:
                _tried = Checked(progress);
                if (!progress.IsEnd) break;
                _done.TrySetResult(new(_tried, _best));
                return true;
            case FoundFrame { Id: var other }:
                throw new WorkerException($"a worker spoke of job {other} while it was to search for job {frame.Id}");
            case ProgressFrame { Id: var other }:
                throw new WorkerException($"a worker spoke of job {other} while it was to search for job {frame.Id}");
            default:
                throw new WorkerException($"a worker said {said.GetType().Name} while it searched");
        }
        if (time.GetElapsedTime(_began) > longest) throw new WorkerException(string.Create(CultureInfo.InvariantCulture, $"a worker has searched one range for more than {longest.TotalMinutes:0.##} min"));
        return false;
    }

    Found Checked(FoundFrame found)
    {
        var hash = frame.Template.HashOf(found.Nonce);
        var isInside = found.Nonce >= frame.Range.Start && found.Nonce - frame.Range.Start < frame.Range.Count;
        if (!isInside || hash != found.Hash || hash.Zeros <= frame.ZerosToBeat || hash.Zeros < _best?.Zeros)
            throw new WorkerException($"a worker reported the nonce {found.Nonce} with the hash {found.Hash}; it has {hash}");
        return new(found.Nonce, hash, hash.Zeros);
    }

    ulong Checked(ProgressFrame progress) =>
        progress.Tried < _tried || progress.Tried > frame.Range.Count || (progress.IsEnd && !_isStopped && progress.Tried != frame.Range.Count)
            ? throw new WorkerException($"a worker has tried {progress.Tried} of {frame.Range.Count} nonces")
            : progress.Tried;
}
