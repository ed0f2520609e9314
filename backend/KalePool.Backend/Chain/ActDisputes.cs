using System.Collections.Concurrent;

namespace KalePool.Backend.Chain;

/// <summary>Acts whose outcome is not taken because RPC servers contradict each other about it.</summary>
sealed class ActDisputes(TimeProvider time, ILogger log)
{
    /// <summary>Acts are looked up once a ledger: of one that is not any more somebody else hears.</summary>
    static readonly TimeSpan Stands = TimeSpan.FromMinutes(2);

    readonly ConcurrentDictionary<string, (string Reason, long At)> _byHash = new(StringComparer.Ordinal);

    /// <summary>Why, by the transaction's hash.</summary>
    public IReadOnlyDictionary<string, string> Standing => _byHash.Where(d => time.GetElapsedTime(d.Value.At) < Stands).ToDictionary(d => d.Key, d => d.Value.Reason, StringComparer.Ordinal);

    /// <param name="reason">Null where there is no contradiction, or none any more.</param>
    public void Note(string hash, string? reason)
    {
        if (reason is null)
        {
            _byHash.TryRemove(hash, out _);
            return;
        }
        if (!_byHash.ContainsKey(hash)) log.LogError("nothing is booked by transaction {Hash} until RPC servers agree on it, or one of them leaves RPC_URL: {Reason}", hash, reason);
        _byHash[hash] = (reason, time.GetTimestamp());
    }
}
