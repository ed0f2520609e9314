using System.Collections.Immutable;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>Which temporary entries may run out when, so that nobody has to look through all of them. Immutable. An entry that lives longer meanwhile is looked at and left.</summary>
public sealed record Expiring(ImmutableSortedDictionary<uint, ImmutableList<LedgerKey>> ByLedger)
{
    public static readonly Expiring None = new(ImmutableSortedDictionary<uint, ImmutableList<LedgerKey>>.Empty);

    /// <summary>Keys whose noted last ledger is before <paramref name="ledger"/>.</summary>
    public IEnumerable<LedgerKey> Due(uint ledger) => ByLedger.TakeWhile(pair => pair.Key < ledger).SelectMany(pair => pair.Value);

    public Expiring After(uint ledger, IReadOnlyDictionary<LedgerKey, StoredEntry?> changed)
    {
        var byLedger = ByLedger;
        foreach (var due in ByLedger.Keys.TakeWhile(key => key < ledger).ToList()) byLedger = byLedger.Remove(due);
        foreach (var (key, entry) in changed)
        {
            if (entry is not { IsTemporary: true, Life: { } life } || life.LastModifiedLedgerSeq != ledger) continue;
            byLedger = byLedger.SetItem(life.LiveUntil, byLedger.GetValueOrDefault(life.LiveUntil, []).Add(key));
        }
        return new Expiring(byLedger);
    }
}
