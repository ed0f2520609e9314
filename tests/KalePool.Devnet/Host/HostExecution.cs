using KalePool.Devnet.Apply;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host;

/// <summary>What a finished call did to one key of its footprint.</summary>
/// <param name="Before">Null: it was not there.</param>
/// <param name="After">Null: it is not there any more.</param>
public sealed record EntryOutcome(LedgerKey Key, bool ReadOnly, HostEntry? Before, HostEntry? After);

/// <summary>Sizes and rents that follow from what a call left in its footprint.</summary>
public static class HostExecution
{
    /// <summary>Every key of the footprint with what became of it.</summary>
    public static IReadOnlyList<EntryOutcome> Outcomes(HostStorage storage)
    {
        var footprint = storage.Footprint();
        return
        [
            .. footprint.ReadOnly.Select(key => new EntryOutcome(key, true, storage.Before(key), storage.After(key))),
            .. footprint.ReadWrite.Select(key => new EntryOutcome(key, false, storage.Before(key), storage.After(key))),
        ];
    }

    /// <summary>Bytes of an entry as the ledger counts them: the whole LedgerEntry's XDR.</summary>
    public static int Size(HostEntry entry) => new LedgerEntry(0, entry.Data, new LedgerEntryExt.V0()).ToXdr().Length;

    /// <summary>Bytes that rent is paid for: of code what it takes in memory too.</summary>
    public static long RentedSize(HostEntry entry) => Size(entry) + (entry.Data is LedgerEntryData.ContractCode code ? CodeMemory.Of(code.Value) : 0);

    /// <summary>All written keys that exist afterwards count, changed or not.</summary>
    public static long WriteBytes(IEnumerable<EntryOutcome> outcomes) => outcomes.Where(outcome => outcome is { ReadOnly: false, After: not null }).Sum(outcome => (long)Size(outcome.After!));

    public static long EventBytes(IEnumerable<ContractEvent> events, SCVal returnValue) => events.Sum(happened => (long)happened.ToXdr().Length) + returnValue.ToXdr().Length;

    public static IReadOnlyList<RentChange> Rents(IEnumerable<EntryOutcome> outcomes) =>
        [.. outcomes.Where(outcome => outcome.Key.IsContract() && outcome.After is not null).Select(Rent).Where(change => change.OldLiveUntil != change.NewLiveUntil || change.NewSize != change.OldSize)];

    static RentChange Rent(EntryOutcome outcome) => new(
        outcome.Key.IsPersistent(),
        outcome.Key is LedgerKey.ContractCode,
        outcome.Before is { } before ? RentedSize(before) : 0,
        RentedSize(outcome.After!),
        outcome.Before?.LiveUntil ?? 0,
        outcome.After!.LiveUntil ?? 0);
}
