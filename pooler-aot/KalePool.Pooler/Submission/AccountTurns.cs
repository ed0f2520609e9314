using System.Collections.Concurrent;

namespace KalePool.Pooler.Submission;

/// <summary>One transaction of an account at a time: the next one's sequence number is known only when the fate of the one before is.</summary>
sealed class AccountTurns
{
    readonly ConcurrentDictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    /// <summary>Whoever has it uses the account's sequence numbers, until he disposes of it.</summary>
    public sealed class Turn : IDisposable
    {
        readonly SemaphoreSlim _free = new(1);

        /// <summary>The last sequence number known to be used: a node that lags behind the one that told of it still shows the number before.</summary>
        public long LastApplied { get; set; }

        public Task TakeAsync(CancellationToken cancellation) => _free.WaitAsync(cancellation);

        public void Dispose() => _free.Release();
    }

    /// <param name="account">G…</param>
    public async Task<Turn> TakeAsync(string account, CancellationToken cancellation)
    {
        var turn = _turns.GetOrAdd(account, _ => new());
        await turn.TakeAsync(cancellation);
        return turn;
    }
}
