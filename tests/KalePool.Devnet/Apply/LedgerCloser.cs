using System.Collections.Immutable;
using System.Security.Cryptography;
using KalePool.Devnet.Host;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

/// <summary>Makes the next ledger from the last and a set of transactions. Pure: the same input gives the same ledger.</summary>
sealed class LedgerCloser(Network network, NativeContracts contracts, KeyPair node)
{
    /// <param name="order">Transactions in the order in which they are applied, each with the inclusion fee that it pays.</param>
    /// <param name="closeTime">Unix seconds, after the last ledger's.</param>
    /// <returns>The new state, the ledger as history keeps it, and every entry that it wrote, null for those that are gone.</returns>
    public (LedgerState State, ClosedLedger Closed, IReadOnlyDictionary<LedgerKey, StoredEntry?> Changed) Close(
        DevnetSettings settings, LedgerState last, IReadOnlyList<IncludedTransaction> order, ulong closeTime)
    {
        if (closeTime <= last.CloseTime) throw new ArgumentOutOfRangeException(nameof(closeTime), closeTime, "a ledger closes after the one before");
        var sequence = last.Sequence + 1;
        var context = new LedgerContext(settings, network, contracts, sequence, closeTime, closeTime);
        var delta = new LedgerDelta(last, sequence);
        var appliers = order.Select(included => new TransactionApplier(included.Frame, included.InclusionFee, context)).ToList();
        var pool = appliers.Aggregate(last.Header.FeePool, (sum, applier) => checked(sum + applier.ChargeFee(delta)));
        var applied = appliers.Select((applier, i) => applier.Apply(delta, i + 1)).ToList();
        for (var i = 0; i < applied.Count; i++)
        {
            (applied[i], var refunded) = appliers[i].Refund(applied[i], delta);
            pool -= refunded;
        }
        var evicted = Evict(last, delta, sequence);
        var txSet = TransactionSets.Of(last.Hash, order, settings.BaseFeeStroops);
        var header = Header(last, txSet, applied, delta, closeTime) with { FeePool = pool };
        var hash = new Opaque(SHA256.HashData(header.ToXdr()));
        var state = new LedgerState(header, hash, Committed(last, delta), last.Expiring.After(sequence, delta.Changed));
        LedgerInvariants.Check(last, state, delta, applied, network);
        return (state, new ClosedLedger(header, hash, txSet, applied, evicted), delta.Changed);
    }

    LedgerHeader Header(LedgerState last, GeneralizedTransactionSet txSet, List<AppliedTransaction> applied, LedgerDelta delta, ulong closeTime)
    {
        var txSetHash = new Opaque(SHA256.HashData(txSet.ToXdr()));
        return last.Header with
        {
            LedgerSeq = last.Sequence + 1,
            PreviousLedgerHash = last.Hash,
            ScpValue = LedgerHeaders.Value(node, network, txSetHash, closeTime),
            TxSetResultHash = LedgerHeaders.ResultHash(applied),
            BucketListHash = LedgerHeaders.StateHash(last.Header.BucketListHash, delta),
        };
    }

    static ImmutableDictionary<LedgerKey, StoredEntry> Committed(LedgerState last, LedgerDelta delta)
    {
        var entries = last.Entries.ToBuilder();
        foreach (var (key, entry) in delta.Changed)
        {
            if (entry is null) entries.Remove(key);
            else entries[key] = entry;
        }
        return entries.ToImmutable();
    }

    /// <summary>Temporary entries whose time was over before this ledger are dropped; to everybody they were gone already.</summary>
    static XdrArray<LedgerKey> Evict(LedgerState last, LedgerDelta delta, uint sequence)
    {
        var evicted = last.Expiring.Due(sequence)
            .Where(key => delta.Find(key) is { IsTemporary: true } entry && !entry.IsLiveIn(sequence))
            .Order(LedgerKeyComparer.Instance)
            .ToList();
        evicted.ForEach(delta.Remove);
        return evicted.ToXdrArray();
    }
}
