using System.Collections.Immutable;
using System.Security.Cryptography;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Storage;

/// <summary>Makes a chain again from the records of its file, each ledger upon the one before.</summary>
/// <param name="checkIdentity">Throws if the file's identity is not that of the settings.</param>
/// <param name="retention">Ledgers that are remembered.</param>
sealed class StateReader(Network network, uint retention, Action<IReadOnlyDictionary<string, string>> checkIdentity)
{
    readonly Dictionary<LedgerKey, StoredEntry> _entries = [];
    History _history = History.Empty;
    LedgerState? _state;

    /// <summary>Null: the file ends before its first chain is complete.</summary>
    public ChainView? View => _state is null ? null : new ChainView(_state, _history);

    public int Records { get; private set; }

    /// <exception cref="InvalidDataException">The record does not fit to those before.</exception>
    /// <exception cref="XdrException">It cannot be read.</exception>
    public void Take(ReadOnlyMemory<byte> record)
    {
        var reader = new XdrReader(record.Span);
        var kind = reader.ReadUInt32();
        if (Records++ == 0 != (kind == StateRecords.Identity)) throw new InvalidDataException("the first record alone tells the identity");
        switch (kind)
        {
            case StateRecords.Identity:
                checkIdentity(StateRecords.ReadIdentity(ref reader));
                break;
            case StateRecords.History when _state is null:
                Remember(ClosedLedgers.FromMeta(LedgerCloseMeta.Read(ref reader), network));
                break;
            case StateRecords.Entries when _state is null:
                foreach (var entry in StateRecords.ReadEntries(ref reader)) _entries.Add(LedgerKeys.Of(entry.Entry.Data), entry);
                break;
            case StateRecords.Complete when _state is null:
                Complete(reader.ReadUInt32(), reader.ReadUInt32());
                break;
            case StateRecords.Ledger when _state is not null:
                Apply(_state, StateRecords.ReadLedger(ref reader));
                break;
            default:
                throw new InvalidDataException($"a record of kind {kind} does not belong here");
        }
        reader.ExpectEnd();
    }

    void Remember(ClosedLedger closed)
    {
        if (!_history.Ledgers.IsEmpty && closed.Sequence != _history.LatestSequence + 1) throw new InvalidDataException($"ledger {closed.Sequence} does not follow {_history.LatestSequence}");
        _history = _history.Add(closed, retention);
    }

    void Complete(uint sequence, uint count)
    {
        if (_history.Ledgers.IsEmpty || _history.LatestSequence != sequence) throw new InvalidDataException($"ledger {sequence} is missing");
        if (_entries.Count != count) throw new InvalidDataException($"{_entries.Count} entries instead of {count}");
        var latest = _history.Latest;
        _state = new LedgerState(latest.Header, latest.Hash, _entries.ToImmutableDictionary(), Expiry());
        _entries.Clear();
    }

    Expiring Expiry()
    {
        var temporary = _entries.Where(pair => pair.Value is { IsTemporary: true, Life: not null }).GroupBy(pair => pair.Value.Life!.LiveUntil, pair => pair.Key);
        return new Expiring(temporary.ToImmutableSortedDictionary(group => group.Key, group => group.ToImmutableList()));
    }

    void Apply(LedgerState last, StateRecords.LedgerChanges ledger)
    {
        var closed = ClosedLedgers.FromMeta(ledger.Meta, network);
        if (closed.Sequence != last.Sequence + 1 || closed.Header.PreviousLedgerHash != last.Hash) throw new InvalidDataException($"ledger {closed.Sequence} does not follow {last.Sequence}");
        if (closed.Hash != new Opaque(SHA256.HashData(closed.Header.ToXdr()))) throw new InvalidDataException($"ledger {closed.Sequence} has another hash");
        var entries = last.Entries.ToBuilder();
        foreach (var (key, entry) in ledger.Changed)
        {
            if (entry is null) entries.Remove(key);
            else entries[key] = entry;
        }
        _state = new LedgerState(closed.Header, closed.Hash, entries.ToImmutable(), last.Expiring.After(closed.Sequence, ledger.Changed));
        _history = _history.Add(closed, retention);
    }
}
