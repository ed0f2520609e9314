using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>
/// How transaction meta shows an entry that was archived before the operation: as restored (protocol 23 and later), then as updated or removed where the
/// same operation did that. What a change before the restoring would call the state is not shown.
/// </summary>
static class RestoredChanges
{
    /// <param name="before">The archived entry.</param>
    /// <param name="restoredUntil">The life that restoring alone gave it.</param>
    public static void Add(List<LedgerEntryChange> changes, LedgerKey key, StoredEntry before, StoredEntry? after, uint restoredUntil, uint ledger)
    {
        if (after is not null && after.Entry.Data == before.Entry.Data)
        {
            changes.Add(new LedgerEntryChange.Restored(after.Entry));
        }
        else
        {
            changes.Add(new LedgerEntryChange.Restored(before.Entry with { LastModifiedLedgerSeq = ledger }));
            changes.Add(after is null ? new LedgerEntryChange.Removed(key) : new LedgerEntryChange.Updated(after.Entry));
        }
        var hash = key.TtlHash();
        if (after?.Life is { } life && life.LiveUntil == restoredUntil)
        {
            changes.Add(new LedgerEntryChange.Restored(LedgerDelta.Ttl(hash, life)));
            return;
        }
        changes.Add(new LedgerEntryChange.Restored(LedgerDelta.Ttl(hash, before.Life! with { LastModifiedLedgerSeq = ledger })));
        changes.Add(after is null ? new LedgerEntryChange.Removed(new LedgerKey.Ttl(new LedgerKeyTtl(hash))) : new LedgerEntryChange.Updated(LedgerDelta.Ttl(hash, after.Life!)));
    }
}
