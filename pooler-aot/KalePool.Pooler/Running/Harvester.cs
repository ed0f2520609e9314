using KalePool.Contracts.Errors;
using KalePool.Contracts.Poolers;
using KalePool.Pooler.Display;
using KalePool.Pooler.Pool;

namespace KalePool.Pooler.Running;

/// <summary>Asks the backend to harvest blocks that are over, until nothing of them is open.</summary>
sealed class Harvester(IPoolApi pool, TimeSpan wait, TimeSpan pause, TimeProvider time, Reporter reporter)
{
    readonly Lock _lock = new();
    readonly SortedDictionary<uint, IReadOnlyList<Guid>> _due = [];
    TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsIdle
    {
        get
        {
            lock (_lock) return _due.Count == 0;
        }
    }

    /// <summary>Returns when nothing is due.</summary>
    public async Task WhenIdleAsync(CancellationToken cancellation)
    {
        while (!IsIdle) await Task.Delay(pause, time, cancellation);
    }

    /// <param name="farmers">Those who worked in it; empty: whoever did, as far as the backend knows.</param>
    public void Add(uint block, IReadOnlyList<Guid> farmers)
    {
        lock (_lock)
        {
            if (farmers.Count == 0 && _due.ContainsKey(block)) return;
            _due[block] = farmers;
            _wake.TrySetResult();
        }
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task woken;
            HarvestBlock[] blocks;
            lock (_lock)
            {
                if (_wake.Task.IsCompleted) _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
                woken = _wake.Task;
                blocks = [.. _due.Select(pair => new HarvestBlock(pair.Key, pair.Value))];
            }
            if (blocks.Length == 0) await woken.WaitAsync(cancellation);
            else
            {
                await AskAsync(blocks, cancellation);
                await Task.WhenAny(woken, Task.Delay(pause, time, cancellation)).WaitAsync(cancellation);
            }
        }
    }

    async Task AskAsync(HarvestBlock[] blocks, CancellationToken cancellation)
    {
        try
        {
            var answer = await pool.HarvestAsync(blocks, wait, cancellation);
            reporter.Recovered(Party.Backend);
            Take(blocks, answer);
            reporter.Say(new Harvested(
                answer.HarvestResults.Count, answer.FailedHarvests.Count, answer.PendingHarvests.Count, answer.TotalRewards,
                [.. answer.FailedHarvests.Select(failed => $"block {failed.BlockIndex} {failed.FarmerId}: {failed.Error}")]));
        }
        catch (PoolApiException e)
        {
            reporter.Trouble(Party.Backend, e.Message, "asks again: nothing is lost while pails live");
        }
    }

    /// <summary>What is pending, or was asked too early, is asked for again.</summary>
    void Take(HarvestBlock[] asked, HarvestResponse answer)
    {
        var open = answer.PendingHarvests.Select(pending => (pending.BlockIndex, pending.FarmerId))
            .Concat(answer.FailedHarvests.Where(failed => failed.Error == ErrorCode.NotReady).Select(failed => (failed.BlockIndex, failed.FarmerId)))
            .ToLookup(pair => pair.BlockIndex, pair => pair.FarmerId);
        lock (_lock)
            foreach (var block in asked)
            {
                // Asked for anew while the answer was under way: stays as it is.
                if (!ReferenceEquals(_due.GetValueOrDefault(block.BlockIndex), block.FarmerIds)) continue;
                if (open.Contains(block.BlockIndex)) _due[block.BlockIndex] = [.. open[block.BlockIndex]];
                else _due.Remove(block.BlockIndex);
            }
    }
}
