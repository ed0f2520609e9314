using System.Collections.Concurrent;
using KalePool.Stellar.Keys;

namespace KalePool.Pooler.Submission;

/// <summary>The accounts whose sequence numbers works use. Each has one transaction in flight: the next one's number is known only when the fate of the one before is.</summary>
/// <param name="accounts">At least one.</param>
sealed class WorkLanes(IReadOnlyList<KeyPair> accounts) : IDisposable
{
    readonly SemaphoreSlim _free = new(accounts.Count, accounts.Count);
    readonly ConcurrentQueue<Lane> _lanes = new(accounts.Select(account => new Lane(account)));

    public sealed class Lane(KeyPair account)
    {
        public KeyPair Account { get; } = account;
    }

    public int Count => accounts.Count;

    /// <summary>Waits for a free one; whoever takes it gives it back.</summary>
    public async Task<Lane> TakeAsync(CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        return _lanes.TryDequeue(out var lane) ? lane : throw new InvalidOperationException("a lane is free and is not there");
    }

    public void GiveBack(Lane lane)
    {
        _lanes.Enqueue(lane);
        _free.Release();
    }

    public void Dispose() => _free.Dispose();
}
