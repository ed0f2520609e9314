using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>Why an account may not have one more trustline, signer or data entry.</summary>
public enum SubEntryRefusal
{
    None,

    /// <summary>It has all that an account may have.</summary>
    TooMany,

    /// <summary>What it may spend is less than another reserve.</summary>
    LowReserve,
}

/// <summary>What hangs on an account, each for one base reserve.</summary>
public static class SubEntries
{
    /// <summary>The most that an account may have, a constant of stellar-core.</summary>
    public const uint Most = 1_000;

    public static SubEntryRefusal RefusesSubEntry(this AccountEntry account, long baseReserve) => account switch
    {
        { NumSubEntries: >= Most } => SubEntryRefusal.TooMany,
        _ when account.Available(baseReserve) < baseReserve => SubEntryRefusal.LowReserve,
        _ => SubEntryRefusal.None,
    };
}
