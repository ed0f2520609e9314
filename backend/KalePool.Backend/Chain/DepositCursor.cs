namespace KalePool.Backend.Chain;

/// <summary>How far this node has told the farmers of deposits.</summary>
public sealed class DepositCursor(TimeProvider time)
{
    /// <summary>Waiting for less would be no waiting: timers count in milliseconds.</summary>
    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    readonly Lock _lock = new();
    TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    uint _seenLedger;

    /// <summary>Whatever came in until then is in the journal.</summary>
    public uint SeenLedger => Volatile.Read(ref _seenLedger);

    /// <summary>Never goes back.</summary>
    public void MoveTo(uint ledger)
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            if (ledger <= _seenLedger) return;
            _seenLedger = ledger;
            moved = _moved;
            _moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        moved.SetResult();
    }

    /// <summary>Whether that ledger's deposits are known within that time.</summary>
    public async Task<bool> ReachesAsync(uint ledger, TimeSpan patience, CancellationToken cancellation)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            Task moved;
            lock (_lock)
            {
                if (_seenLedger >= ledger) return true;
                moved = _moved.Task;
            }
            var left = patience - time.GetElapsedTime(since);
            if (left < Shortest) return false;
            await moved.WaitAsync(left, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
