using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>What an account can spend and when its sequence number was used last, out of the levels of its extensions. Amounts in stroops.</summary>
public static class AccountEntries
{
    const int ReservesOfAccount = 2;

    public static Liabilities Liabilities(this AccountEntry account) => V1(account)?.Liabilities ?? new Liabilities(0, 0);

    public static uint NumSponsored(this AccountEntry account) => V2(account)?.NumSponsored ?? 0;

    public static uint NumSponsoring(this AccountEntry account) => V2(account)?.NumSponsoring ?? 0;

    /// <summary>The ledger in which its sequence number was used last; null if it never was the source of a transaction.</summary>
    public static uint? SequenceLedger(this AccountEntry account) => V3(account)?.SeqLedger;

    /// <summary>Unix seconds; null if it never was the source of a transaction.</summary>
    public static ulong? SequenceTime(this AccountEntry account) => V3(account)?.SeqTime;

    /// <summary>What must stay in it: two reserves, one for each sub-entry, less or more those sponsored, and what its offers sell.</summary>
    /// <param name="baseReserve">Stroops: of the ledger's header, 5,000,000 on both networks.</param>
    public static long MinimumBalance(this AccountEntry account, uint baseReserve)
    {
        ArgumentNullException.ThrowIfNull(account);
        var reserves = checked(ReservesOfAccount + (long)account.NumSubEntries + account.NumSponsoring() - account.NumSponsored());
        return checked(reserves * baseReserve + account.Liabilities().Selling);
    }

    /// <summary>What it can spend, fees included; below zero when it holds less than it must.</summary>
    public static long AvailableBalance(this AccountEntry account, uint baseReserve)
    {
        ArgumentNullException.ThrowIfNull(account);
        return checked(account.Balance - account.MinimumBalance(baseReserve));
    }

    static AccountEntryExtensionV1? V1(AccountEntry account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return (account.Ext as AccountEntryExt.V1)?.Value;
    }

    static AccountEntryExtensionV2? V2(AccountEntry account) => (V1(account)?.Ext as AccountEntryExtensionV1Ext.V2)?.Value;

    static AccountEntryExtensionV3? V3(AccountEntry account) => (V2(account)?.Ext as AccountEntryExtensionV2Ext.V3)?.Value;
}
