using System.Collections.Immutable;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host;

/// <summary>
/// What a call reads and writes. With a declared footprint nothing outside of it can be touched; without one the footprint is recorded.
/// Nothing gets to the ledger from here: whoever ran the call takes the result.
/// </summary>
public sealed class HostStorage(ILedgerReader ledger, uint sequence, uint minPersistentTtl, LedgerFootprint? declared)
{
    readonly HashSet<LedgerKey> _readOnly = [.. declared?.ReadOnly ?? []];
    readonly HashSet<LedgerKey> _readWrite = [.. declared?.ReadWrite ?? []];
    readonly HashSet<LedgerKey> _restored = [];
    ImmutableDictionary<LedgerKey, HostEntry?> _entries = ImmutableDictionary<LedgerKey, HostEntry?>.Empty;

    public bool IsRecording => declared is null;

    /// <summary>The entry, null if there is none or its time is over.</summary>
    /// <exception cref="HostException">Error(Storage, ExceededLimit): not in the declared footprint.</exception>
    public HostEntry? Find(LedgerKey key)
    {
        Access(key, write: false);
        if (_entries.TryGetValue(key, out var entry)) return entry;
        entry = Load(key);
        _entries = _entries.SetItem(key, entry);
        return entry;
    }

    /// <param name="liveUntil">Null for classic entries.</param>
    public void Put(LedgerKey key, LedgerEntryData data, uint? liveUntil)
    {
        Access(key, write: true);
        _entries = _entries.SetItem(key, new HostEntry(data, liveUntil));
    }

    public void Remove(LedgerKey key)
    {
        Access(key, write: true);
        _entries = _entries.SetItem(key, null);
    }

    /// <summary>Lengthens a life; reading suffices for it.</summary>
    public void Extend(LedgerKey key, uint liveUntil)
    {
        var entry = Find(key) ?? throw new HostException(new SCError.Storage(SCErrorCode.MissingValue));
        _entries = _entries.SetItem(key, entry with { LiveUntil = liveUntil });
    }

    /// <summary>To come back to with <see cref="Restore"/>: a failed inner call leaves no trace but its footprint.</summary>
    public ImmutableDictionary<LedgerKey, HostEntry?> Snapshot() => _entries;

    public void Restore(ImmutableDictionary<LedgerKey, HostEntry?> snapshot) => _entries = snapshot;

    /// <summary>Declared, or what was touched; keys ascending.</summary>
    public LedgerFootprint Footprint() => declared ?? new LedgerFootprint(Sorted(_readOnly), Sorted(_readWrite));

    /// <summary>Archived entries that a recorded call brought back.</summary>
    public IReadOnlySet<LedgerKey> Restored => _restored;

    /// <summary>The state of a key now, without touching it.</summary>
    public HostEntry? After(LedgerKey key) => _entries.TryGetValue(key, out var entry) ? entry : Load(key);

    public HostEntry? Before(LedgerKey key) => ledger.Find(key) is { } stored && stored.IsLiveIn(sequence) ? new HostEntry(stored.Entry.Data, stored.Life?.LiveUntil) : null;

    HostEntry? Load(LedgerKey key)
    {
        if (ledger.Find(key) is not { } stored) return null;
        if (stored.IsLiveIn(sequence)) return new HostEntry(stored.Entry.Data, stored.Life?.LiveUntil);
        if (stored.IsTemporary) return null;
        _restored.Add(key);
        if (IsRecording) Access(key, write: true);
        return new HostEntry(stored.Entry.Data, sequence + minPersistentTtl - 1);
    }

    void Access(LedgerKey key, bool write)
    {
        if (!IsRecording)
        {
            if (_readWrite.Contains(key) || (!write && _readOnly.Contains(key))) return;
            throw new HostException(new SCError.Storage(SCErrorCode.ExceededLimit));
        }
        if (_readWrite.Contains(key)) return;
        if (!write)
        {
            _readOnly.Add(key);
            return;
        }
        _readOnly.Remove(key);
        _readWrite.Add(key);
    }

    static XdrArray<LedgerKey> Sorted(IEnumerable<LedgerKey> keys) => keys.Order(LedgerKeyComparer.Instance).ToXdrArray();
}
