using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>Reading and changing account entries: reserves, available balances, sequence bookkeeping.</summary>
public static class Accounts
{
    public static AccountEntry? FindAccount(this ILedgerReader ledger, PublicKey id) =>
        (ledger.Find(LedgerKeys.Account(id))?.Entry.Data as LedgerEntryData.Account)?.Value;

    public static TrustLineEntry? FindTrustline(this ILedgerReader ledger, PublicKey id, Asset asset) =>
        (ledger.Find(LedgerKeys.Trustline(id, asset))?.Entry.Data as LedgerEntryData.Trustline)?.Value;

    public static void Put(this LedgerDelta delta, AccountEntry account) => delta.Put(new LedgerEntryData.Account(account));

    public static void Put(this LedgerDelta delta, TrustLineEntry line) => delta.Put(new LedgerEntryData.Trustline(line));

    /// <summary>A new account; its sequence begins with the ledger that makes it.</summary>
    public static AccountEntry Create(PublicKey id, long balance, uint ledger) => new(
        id, balance, checked((long)ledger << 32), 0, null, 0, "", new Opaque([1, 0, 0, 0]), [], new AccountEntryExt.V0());

    public static long MinimumBalance(this AccountEntry account, long baseReserve) => checked(ReserveUnits(account) * baseReserve);

    static long ReserveUnits(AccountEntry account)
    {
        var (sponsored, sponsoring) = account.Ext is AccountEntryExt.V1 { Value.Ext: AccountEntryExtensionV1Ext.V2 v2 }
            ? (v2.Value.NumSponsored, v2.Value.NumSponsoring)
            : (0u, 0u);
        return 2L + account.NumSubEntries + sponsoring - sponsored;
    }

    public static long SellingLiabilities(this AccountEntry account) => account.Ext is AccountEntryExt.V1 v1 ? v1.Value.Liabilities.Selling : 0;

    /// <summary>What may be spent: above the reserve and the selling liabilities; never negative.</summary>
    public static long Available(this AccountEntry account, long baseReserve) =>
        Math.Max(0, account.Balance - account.MinimumBalance(baseReserve) - account.SellingLiabilities());

    public static uint MasterWeight(this AccountEntry account) => account.Thresholds.Span[0];

    /// <summary>The weight that operations of <paramref name="level"/> need.</summary>
    public static uint Threshold(this AccountEntry account, ThresholdLevel level) => account.Thresholds.Span[(int)level];

    /// <summary>When the sequence was last used, (0, 0) before the first time.</summary>
    public static (uint Ledger, ulong Time) SequenceUse(this AccountEntry account) =>
        account.Ext is AccountEntryExt.V1 { Value.Ext: AccountEntryExtensionV1Ext.V2 { Value.Ext: AccountEntryExtensionV2Ext.V3 v3 } }
            ? (v3.Value.SeqLedger, v3.Value.SeqTime)
            : (0, 0);

    /// <summary>Uses up a sequence number; the extensions down to v3 are made when they are not there.</summary>
    public static AccountEntry WithSequence(this AccountEntry account, long sequence, uint ledger, ulong closeTime) =>
        account.WithV3(new AccountEntryExtensionV3(ledger, closeTime)) with { SeqNum = sequence };

    /// <summary>The account with the extensions that its first own transaction makes.</summary>
    public static AccountEntry WithAllExtensions(this AccountEntry account)
    {
        var (ledger, time) = account.SequenceUse();
        return account.WithV3(new AccountEntryExtensionV3(ledger, time));
    }

    static AccountEntry WithV3(this AccountEntry account, AccountEntryExtensionV3 v3)
    {
        var v1 = account.Ext is AccountEntryExt.V1 has1 ? has1.Value : new AccountEntryExtensionV1(new Liabilities(0, 0), new AccountEntryExtensionV1Ext.V0());
        var v2 = v1.Ext is AccountEntryExtensionV1Ext.V2 has2
            ? has2.Value
            : new AccountEntryExtensionV2(0, 0, [.. Enumerable.Repeat<PublicKey?>(null, account.Signers.Count)], new AccountEntryExtensionV2Ext.V0());
        return account with { Ext = new AccountEntryExt.V1(v1 with { Ext = new AccountEntryExtensionV1Ext.V2(v2 with { Ext = new AccountEntryExtensionV2Ext.V3(v3) }) }) };
    }
}

/// <summary>Index into the thresholds of an account, after the master key's weight.</summary>
public enum ThresholdLevel
{
    Low = 1,
    Medium = 2,
    High = 3,
}
