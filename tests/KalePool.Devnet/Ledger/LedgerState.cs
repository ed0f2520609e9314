using System.Collections.Immutable;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>All entries after a closed ledger, with that ledger's header. Immutable: any number of readers may hold one.</summary>
public sealed record LedgerState(LedgerHeader Header, Opaque Hash, ImmutableDictionary<LedgerKey, StoredEntry> Entries, Expiring Expiring) : ILedgerReader
{
    public uint Sequence => Header.LedgerSeq;

    public ulong CloseTime => Header.ScpValue.CloseTime;

    public StoredEntry? Find(LedgerKey key) => Entries.GetValueOrDefault(key);
}
