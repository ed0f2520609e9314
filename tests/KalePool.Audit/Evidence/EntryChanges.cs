using KalePool.Stellar.Xdr;

namespace KalePool.Audit.Evidence;

/// <summary>One entry before and after, paired from the meta's STATE, UPDATED, REMOVED, CREATED and RESTORED.</summary>
readonly record struct EntryChange(LedgerEntryData? Before, LedgerEntryData? After)
{
    public LedgerEntryData Either => After ?? Before ?? throw new InvalidOperationException("a change of nothing");
}

static class EntryChanges
{
    /// <summary>A list of changes has STATE directly before the UPDATED or REMOVED that it belongs to.</summary>
    /// <exception cref="EvidenceException">It has not.</exception>
    public static IEnumerable<EntryChange> Pair(IEnumerable<LedgerEntryChange> changes)
    {
        LedgerEntryData? state = null;
        foreach (var change in changes)
        {
            switch (change)
            {
                case LedgerEntryChange.State(var entry):
                    state = entry.Data;
                    break;
                case LedgerEntryChange.Updated(var entry):
                    yield return new EntryChange(state ?? throw Unpaired(), entry.Data);
                    state = null;
                    break;
                case LedgerEntryChange.Removed:
                    yield return new EntryChange(state ?? throw Unpaired(), null);
                    state = null;
                    break;
                case LedgerEntryChange.Created(var entry):
                    yield return new EntryChange(null, entry.Data);
                    break;
                case LedgerEntryChange.Restored(var entry):
                    yield return new EntryChange(entry.Data, entry.Data);
                    break;
            }
        }
    }

    static EvidenceException Unpaired() => new("a meta updates or removes an entry without its state before");
}
