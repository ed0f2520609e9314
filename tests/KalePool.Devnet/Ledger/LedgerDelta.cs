using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>Changes on top of a ledger, kept apart until they are committed to it or dropped. Deltas nest: ledger, transaction, operation.</summary>
public sealed class LedgerDelta(ILedgerReader parent, uint ledger) : ILedgerReader
{
    readonly Dictionary<LedgerKey, StoredEntry?> _changed = [];
    readonly Dictionary<LedgerKey, uint> _restored = [];

    /// <summary>The ledger being made; entries written here carry its number.</summary>
    public uint Ledger { get; } = ledger;

    public StoredEntry? Find(LedgerKey key) => _changed.TryGetValue(key, out var entry) ? entry : parent.Find(key);

    /// <summary>Writes a classic entry.</summary>
    public void Put(LedgerEntryData data) => _changed[LedgerKeys.Of(data)] = new StoredEntry(new LedgerEntry(Ledger, data, new LedgerEntryExt.V0()), null);

    /// <summary>Writes a contract entry with its life.</summary>
    public void Put(LedgerEntryData data, uint liveUntil)
    {
        var key = LedgerKeys.Of(data);
        var before = Find(key)?.Life;
        var life = before?.LiveUntil == liveUntil ? before : new Life(liveUntil, Ledger);
        _changed[key] = new StoredEntry(new LedgerEntry(Ledger, data, new LedgerEntryExt.V0()), life);
    }

    /// <summary>Changes the life of an entry and nothing else of it.</summary>
    public void Extend(LedgerKey key, uint liveUntil)
    {
        var entry = Find(key) ?? throw new InvalidOperationException($"no entry to extend: {key}");
        _changed[key] = entry with { Life = new Life(liveUntil, Ledger) };
    }

    /// <summary>Brings an archived entry back; what happens to it afterwards comes on top.</summary>
    public void Restore(LedgerKey key, uint liveUntil)
    {
        Extend(key, liveUntil);
        _restored[key] = liveUntil;
    }

    public void Remove(LedgerKey key) => _changed[key] = null;

    public IReadOnlyDictionary<LedgerKey, StoredEntry?> Changed => _changed;

    public void CommitTo(LedgerDelta target)
    {
        foreach (var (key, entry) in _changed) target._changed[key] = entry;
    }

    /// <summary>The changes as transaction meta lists them: keys ascending, each entry's TTL behind it.</summary>
    public XdrArray<LedgerEntryChange> Changes()
    {
        var changes = new List<LedgerEntryChange>();
        foreach (var key in _changed.Keys.Order(LedgerKeyComparer.Instance))
        {
            var before = Existing(parent.Find(key));
            var after = _changed[key];
            if (_restored.TryGetValue(key, out var restoredUntil))
            {
                RestoredChanges.Add(changes, key, before!, after, restoredUntil, Ledger);
                continue;
            }
            AddData(changes, key, before, after);
            if (key.IsContract()) AddLife(changes, key, before?.Life, after?.Life);
        }
        return changes.ToXdrArray();
    }

    /// <summary>A temporary entry whose time is over is not there: writing it again creates it.</summary>
    StoredEntry? Existing(StoredEntry? entry) => entry is { IsTemporary: true } && !entry.IsLiveIn(Ledger) ? null : entry;

    static void AddData(List<LedgerEntryChange> changes, LedgerKey key, StoredEntry? before, StoredEntry? after)
    {
        // Written again within the ledger with nothing changed, its number included.
        if (before?.Entry == after?.Entry) return;
        if (before is not null) changes.Add(new LedgerEntryChange.State(before.Entry));
        changes.Add((before, after) switch
        {
            (null, { } created) => new LedgerEntryChange.Created(created.Entry),
            (_, { } updated) => new LedgerEntryChange.Updated(updated.Entry),
            _ => new LedgerEntryChange.Removed(key),
        });
    }

    static void AddLife(List<LedgerEntryChange> changes, LedgerKey key, Life? before, Life? after)
    {
        if (before == after) return;
        var hash = key.TtlHash();
        if (before is not null) changes.Add(new LedgerEntryChange.State(Ttl(hash, before)));
        changes.Add((before, after) switch
        {
            (null, { } created) => new LedgerEntryChange.Created(Ttl(hash, created)),
            (_, { } updated) => new LedgerEntryChange.Updated(Ttl(hash, updated)),
            _ => new LedgerEntryChange.Removed(new LedgerKey.Ttl(new LedgerKeyTtl(hash))),
        });
    }

    internal static LedgerEntry Ttl(Opaque hash, Life life) =>
        new(life.LastModifiedLedgerSeq, new LedgerEntryData.Ttl(new TTLEntry(hash, life.LiveUntil)), new LedgerEntryExt.V0());
}
