using System.Collections.Concurrent;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Api.Access;

/// <summary>Which poolers and farmers there are: what the journal holds stays, so that a yes is remembered and only a no is asked again.</summary>
public sealed class KnownEntities(JournalIndex journal)
{
    readonly ConcurrentDictionary<string, bool> _known = new();

    public ValueTask<bool> IsPoolerAsync(Guid id, CancellationToken cancellation) => IsAsync($"pooler-{id:N}", cancellation);

    public ValueTask<bool> IsFarmerAsync(Guid id, CancellationToken cancellation) => IsAsync($"farmer-{id:N}", cancellation);

    /// <summary>Whether that one is known without a question to the journal.</summary>
    public bool Remembers(string persistenceId) => _known.ContainsKey(persistenceId);

    async ValueTask<bool> IsAsync(string persistenceId, CancellationToken cancellation)
    {
        if (_known.ContainsKey(persistenceId)) return true;
        if (!await journal.ContainsAsync(persistenceId, cancellation)) return false;
        _known[persistenceId] = true;
        return true;
    }
}
