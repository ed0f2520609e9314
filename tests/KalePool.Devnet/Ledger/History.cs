using System.Collections.Immutable;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>The closed ledgers within retention and where their transactions are. Immutable.</summary>
public sealed record History(ImmutableSortedDictionary<uint, ClosedLedger> Ledgers, ImmutableDictionary<Opaque, AppliedTransaction> Transactions)
{
    public static readonly History Empty = new(ImmutableSortedDictionary<uint, ClosedLedger>.Empty, ImmutableDictionary<Opaque, AppliedTransaction>.Empty);

    public ClosedLedger Latest => Ledgers[LatestSequence];

    public uint LatestSequence { get; private init; }

    public uint OldestSequence { get; private init; }

    public ClosedLedger Oldest => Ledgers[OldestSequence];

    /// <summary>Adds the next ledger and forgets those older than <paramref name="retention"/> ledgers.</summary>
    public History Add(ClosedLedger ledger, uint retention)
    {
        var ledgers = Ledgers.Add(ledger.Sequence, ledger);
        var transactions = Transactions.ToBuilder();
        foreach (var tx in ledger.Transactions)
        {
            transactions[tx.Hash] = tx;
            if (tx.InnerHash is { } inner) transactions[inner] = tx;
        }
        var oldest = Ledgers.IsEmpty ? ledger.Sequence : OldestSequence;
        for (; ledger.Sequence - oldest >= retention; oldest++)
        {
            Forget(transactions, ledgers[oldest]);
            ledgers = ledgers.Remove(oldest);
        }
        return new History(ledgers, transactions.ToImmutable()) { LatestSequence = ledger.Sequence, OldestSequence = oldest };
    }

    /// <summary>The applied transaction of this hash; null if none is remembered.</summary>
    public AppliedTransaction? Find(Opaque hash) => Transactions.GetValueOrDefault(hash) is { } tx && tx.Ledger >= OldestSequence ? tx : null;

    /// <summary>As whoever remembers no more than so many ledgers has it.</summary>
    public History Within(uint ledgers) => this with { OldestSequence = Math.Max(OldestSequence, LatestSequence - Math.Min(LatestSequence, ledgers - 1)) };

    static void Forget(ImmutableDictionary<Opaque, AppliedTransaction>.Builder transactions, ClosedLedger ledger)
    {
        foreach (var tx in ledger.Transactions)
        {
            transactions.Remove(tx.Hash);
            if (tx.InnerHash is { } inner) transactions.Remove(inner);
        }
    }
}
