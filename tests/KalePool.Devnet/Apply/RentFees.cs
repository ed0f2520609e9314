using KalePool.Devnet.Settings;

namespace KalePool.Devnet.Apply;

/// <summary>What one call did to the life and size of one entry; OldLiveUntil and OldSize are 0 for a new entry.</summary>
public sealed record RentChange(bool IsPersistent, bool IsCode, long OldSize, long NewSize, uint OldLiveUntil, uint NewLiveUntil)
{
    public bool IsNew => OldSize == 0 && OldLiveUntil == 0;
}

/// <summary>Rent: size by time for what lives longer, a top-up for what grew, and the writing of TTL entries. Stroops.</summary>
public static class RentFees
{
    const long Kb = 1_024;
    const long TtlEntryBytes = 48;

    /// <summary>Code costs a third, rounded up (protocol 23: the size is that of the parsed module in memory too).</summary>
    const long CodeDiscount = 3;

    public static long Of(IReadOnlyCollection<RentChange> changes, uint ledger, FeeRates rates)
    {
        var fee = changes.Sum(change => Of(change, ledger, rates));
        var extended = changes.Count(change => change.OldLiveUntil < change.NewLiveUntil);
        return checked(fee + extended * rates.PerWriteEntry + ResourceFees.PerIncrement(extended * TtlEntryBytes, rates.PerWrite1Kb, Kb));
    }

    static long Of(RentChange change, uint ledger, FeeRates rates)
    {
        long fee = 0;
        var paidUntil = change.IsNew ? ledger - 1 : change.OldLiveUntil;
        if (change.NewLiveUntil > paidUntil) fee += ForTime(change, change.NewSize, change.NewLiveUntil - paidUntil, rates);
        if (!change.IsNew && change.OldLiveUntil >= ledger && change.NewSize > change.OldSize)
        {
            fee += ForTime(change, change.NewSize - change.OldSize, change.OldLiveUntil - ledger + 1, rates);
        }
        return change.IsCode ? (fee + CodeDiscount - 1) / CodeDiscount : fee;
    }

    static long ForTime(RentChange change, long bytes, long ledgers, FeeRates rates)
    {
        var divisor = Kb * (change.IsPersistent ? rates.PersistentRentDenominator : rates.TemporaryRentDenominator);
        return (long)(((Int128)bytes * rates.RentPer1Kb * ledgers + divisor - 1) / divisor);
    }
}
