using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Contracts;

/// <summary>The trustline that <c>trust</c> opens (CAP-73): without a limit, for the holder's reserve.</summary>
sealed class AssetTrustlines(HostRun host, Asset asset)
{
    /// <summary>Does nothing for a contract or where there is a line already; only what is opened needs the holder's consent.</summary>
    public void Open(SCAddress holder, XdrArray<SCVal> args)
    {
        if (holder is not SCAddress.Account { Value: var id }) return;
        if (asset.Issuer() is not { } issuer) throw host.Fail(new SCError.Contract(2), "trust operation is not supported for native asset");
        if (id == issuer) throw host.Fail(new SCError.Contract(2), "cannot create trustline for issuer");
        if (host.Find(LedgerKeys.Trustline(id, asset)) is not null) return;
        host.Authorizer.Require(host, holder, args);
        var asked = AssetBalances.Load(host, issuer)?.Flags ?? throw new HostException(new SCError.Storage(SCErrorCode.MissingValue));
        var flags = (asked & TrustlineFlags.IssuerAuthRequired) == 0 ? TrustlineFlags.Authorized : 0;
        if ((asked & TrustlineFlags.IssuerClawback) != 0) flags |= TrustlineFlags.Clawback;
        var account = Holder(id);
        var line = new TrustLineEntry(id, asset.ToTrustLineAsset(), 0, long.MaxValue, flags, new TrustLineEntryExt.V0());
        host.Put(LedgerKeys.Trustline(id, asset), new LedgerEntryData.Trustline(line), null);
        host.Put(LedgerKeys.Account(id), new LedgerEntryData.Account(account with { NumSubEntries = account.NumSubEntries + 1 }), null);
    }

    AccountEntry Holder(PublicKey id)
    {
        var account = AssetBalances.Load(host, id) ?? throw host.Fail(new SCError.Contract(6), "account entry is missing", SCVals.AccountAddress(id.Bytes()));
        return account.RefusesSubEntry(host.Ledger.Settings.BaseReserveStroops) switch
        {
            SubEntryRefusal.TooMany => throw host.Fail(new SCError.Contract(15), "account has reached maximum number of sub-entries"),
            SubEntryRefusal.LowReserve => throw host.Fail(new SCError.Contract(14), "account has insufficient reserve for new trustline"),
            _ => account,
        };
    }
}
