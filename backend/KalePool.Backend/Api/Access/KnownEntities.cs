using System.Collections.Concurrent;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Api.Access;

/// <summary>Which poolers and farmers there are: what the journal holds stays, so that a yes is remembered and only a no is asked again.</summary>
public sealed class KnownEntities(JournalIndex journal)
{
    readonly ConcurrentDictionary<string, bool> _known = new();

    public ValueTask<bool> IsPoolerAsync(Guid id, CancellationToken cancellation) => IsAsync(PoolerId(id), cancellation);

    public ValueTask<bool> IsFarmerAsync(Guid id, CancellationToken cancellation) => IsAsync(FarmerId(id), cancellation);

    /// <summary>Whether that one is known without a question to the journal.</summary>
    public bool RemembersPooler(Guid id) => _known.ContainsKey(PoolerId(id));

    /// <inheritdoc cref="RemembersPooler"/>
    public bool RemembersFarmer(Guid id) => _known.ContainsKey(FarmerId(id));

    static string PoolerId(Guid id) => $"pooler-{id:N}";

    static string FarmerId(Guid id) => $"farmer-{id:N}";

    async ValueTask<bool> IsAsync(string persistenceId, CancellationToken cancellation)
    {
        if (_known.ContainsKey(persistenceId)) return true;
        if (!await journal.ContainsAsync(persistenceId, cancellation)) return false;
        _known[persistenceId] = true;
        return true;
    }
}
