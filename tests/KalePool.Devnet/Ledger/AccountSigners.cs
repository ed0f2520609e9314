using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>Adding and removing signers: they are kept in the order of their keys, with a sponsor's place for each where the extension is there.</summary>
public static class AccountSigners
{
    public static AccountEntry Add(AccountEntry account, Signer signer)
    {
        var signers = account.Signers.ToList();
        var key = signer.Key.ToXdr();
        var at = signers.FindIndex(have => have.Key.ToXdr().AsSpan().SequenceCompareTo(key) > 0);
        if (at < 0) at = signers.Count;
        signers.Insert(at, signer);
        return WithSponsors(account, sponsors => sponsors.Insert(at, null)) with { Signers = signers.ToXdrArray(), NumSubEntries = account.NumSubEntries + 1 };
    }

    public static AccountEntry Remove(AccountEntry account, int at)
    {
        var signers = account.Signers.ToList();
        signers.RemoveAt(at);
        return WithSponsors(account, sponsors => sponsors.RemoveAt(at)) with { Signers = signers.ToXdrArray(), NumSubEntries = account.NumSubEntries - 1 };
    }

    static AccountEntry WithSponsors(AccountEntry account, Action<List<PublicKey?>> change)
    {
        if (account.Ext is not AccountEntryExt.V1 { Value: { Ext: AccountEntryExtensionV1Ext.V2 v2 } v1 }) return account;
        var sponsors = v2.Value.SignerSponsoringIDs.ToList();
        change(sponsors);
        var changed = v2.Value with { SignerSponsoringIDs = sponsors.ToXdrArray() };
        return account with { Ext = new AccountEntryExt.V1(v1 with { Ext = new AccountEntryExtensionV1Ext.V2(changed) }) };
    }
}
