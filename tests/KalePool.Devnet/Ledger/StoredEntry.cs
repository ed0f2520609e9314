using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>A ledger entry as the chain keeps it. <paramref name="Life"/> is null for everything but contract data and code.</summary>
public sealed record StoredEntry(LedgerEntry Entry, Life? Life)
{
    /// <summary>Whether the entry counts in <paramref name="ledger"/>; an expired temporary one does not exist, an expired persistent one is archived.</summary>
    public bool IsLiveIn(uint ledger) => Life is null || Life.LiveUntil >= ledger;

    public bool IsTemporary => Entry.Data is LedgerEntryData.ContractData { Value.Durability: ContractDataDurability.Temporary };
}

/// <summary>The TTL entry that belongs to a contract entry: the last ledger in which it lives, and the ledger that last changed this.</summary>
public sealed record Life(uint LiveUntil, uint LastModifiedLedgerSeq);
