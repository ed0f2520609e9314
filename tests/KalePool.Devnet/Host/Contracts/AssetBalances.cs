using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Contracts;

/// <summary>Balances of one asset as its contract sees them: account entries for the native one, trustlines, and entries of contracts.</summary>
sealed class AssetBalances(HostRun host, SCAddress contract, Asset asset)
{
    const uint Unsupported = 2;
    const uint BalanceError = 10;
    const uint Deauthorized = 11;
    const uint Overflow = 12;

    readonly ContractBalances _contracts = new(host, contract);

    public bool IsIssuer(SCAddress holder) => holder is SCAddress.Account account && asset.Issuer() is { } issuer && issuer == account.Value;

    public Int128 Of(SCAddress holder)
    {
        if (holder is not SCAddress.Account { Value: var id }) return _contracts.Read(holder)?.Amount ?? 0;
        if (IsIssuer(holder)) return long.MaxValue;
        if (asset is not Asset.Native) return Line(id).Balance;
        var account = Account(id);
        return account.Balance >= Least(account)
            ? account.Balance
            : throw host.Fail(new SCError.Storage(SCErrorCode.InternalError), "account has balance < minimum");
    }

    public bool IsAuthorized(SCAddress holder)
    {
        if (holder is SCAddress.Account account) return asset is Asset.Native || IsIssuer(holder) || Line(account.Value).IsAuthorized();
        return _contracts.Find(holder)?.Authorized ?? !IssuerAsks(TrustlineFlags.IssuerAuthRequired);
    }

    /// <summary>An account that may no longer move its balance keeps its offers: it is left with the maintaining flag.</summary>
    public void SetAuthorized(SCAddress holder, bool allowed)
    {
        if (!allowed && !IssuerAsks(TrustlineFlags.IssuerAuthRevocable)) throw host.Fail(new SCError.Contract(Unsupported), "issuer does not have AUTH_REVOCABLE set");
        if (holder is not SCAddress.Account account)
        {
            _contracts.Write(holder, (_contracts.Find(holder) ?? NewBalance()) with { Authorized = allowed });
            return;
        }
        if (asset is Asset.Native) throw host.Fail(new SCError.Contract(Unsupported), "expected trustline asset");
        if (IsIssuer(holder)) throw host.Fail(new SCError.Contract(Unsupported), "issuer doesn't have a trustline");
        var line = Line(account.Value);
        if (line.IsAuthorized() == allowed) return;
        var rest = line.Flags & ~(TrustlineFlags.Authorized | TrustlineFlags.MaintainLiabilities);
        Put(line with { Flags = rest | (allowed ? TrustlineFlags.Authorized : TrustlineFlags.MaintainLiabilities) });
    }

    /// <summary>Whether what a holder has may be taken back.</summary>
    public void CheckClawback(SCAddress holder)
    {
        if (holder is not SCAddress.Account account)
        {
            var balance = _contracts.Find(holder) ?? throw host.Fail(new SCError.Contract(BalanceError), "no balance to clawback");
            if (!balance.Clawback) throw host.Fail(new SCError.Contract(BalanceError), "balance isn't clawbackable");
            return;
        }
        if (asset is Asset.Native) throw host.Fail(new SCError.Contract(Unsupported), "cannot clawback native asset");
        if (IsIssuer(holder)) throw host.Fail(new SCError.Contract(Unsupported), "cannot clawback from issuer");
        if ((Line(account.Value).Flags & TrustlineFlags.Clawback) == 0) throw host.Fail(new SCError.Contract(BalanceError), "trustline isn't clawbackable");
    }

    /// <summary>Adds to a balance; enough of the native asset makes an account that is not there yet (CAP-73).</summary>
    public void Receive(SCAddress holder, Int128 amount)
    {
        if (!IsAuthorized(holder)) throw host.Fail(new SCError.Contract(Deauthorized), "balance is deauthorized");
        if (holder is SCAddress.Account account)
        {
            // What an account can hold ends at 64 bits; a contract's balance does not.
            if (amount > long.MaxValue) throw host.Fail(new SCError.Contract(Overflow), "received amount is too large for an i64");
            ChangeAccount(account.Value, (long)amount);
            return;
        }
        var balance = _contracts.Find(holder) ?? NewBalance() with { Authorized = true };
        if (balance.Amount > Int128.MaxValue - amount) throw host.Fail(new SCError.Contract(Overflow), "balance overflow in receive_balance");
        _contracts.Write(holder, balance with { Amount = balance.Amount + amount });
    }

    public void Spend(SCAddress holder, Int128 amount)
    {
        if (!IsAuthorized(holder)) throw host.Fail(new SCError.Contract(Deauthorized), "balance is deauthorized");
        Take(holder, amount);
    }

    /// <summary>Takes from a balance, whether its holder may move it or not.</summary>
    public void Take(SCAddress holder, Int128 amount)
    {
        if (holder is SCAddress.Account account)
        {
            if (amount > long.MaxValue) throw host.Fail(new SCError.Contract(Overflow), "spent amount is too large for an i64");
            ChangeAccount(account.Value, -(long)amount);
            return;
        }
        if (_contracts.Find(holder) is not { } balance)
        {
            if (amount > 0) throw host.Fail(new SCError.Contract(BalanceError), "zero balance is not sufficient to spend", SCVals.I128(amount));
            return;
        }
        if (balance.Amount < amount) throw host.Fail(new SCError.Contract(BalanceError), "balance is not sufficient to spend", balance.ToValue(), SCVals.I128(amount));
        _contracts.Write(holder, balance with { Amount = balance.Amount - amount });
    }

    void ChangeAccount(PublicKey id, long amount)
    {
        if (asset is Asset.Native) ChangeNative(id, amount);
        else if (asset.Issuer() != id) ChangeLine(id, amount);
    }

    void ChangeNative(PublicKey id, long amount)
    {
        var account = Load(host, id) ?? NewAccount(id, amount);
        var least = Least(account);
        var balance = (Int128)account.Balance + amount;
        if (balance > long.MaxValue) throw host.Fail(new SCError.Contract(BalanceError), "resulting balance overflow");
        if (balance < least) throw OutOfRange(least, (long)balance, long.MaxValue);
        host.Put(LedgerKeys.Account(id), new LedgerEntryData.Account(account with { Balance = (long)balance }), null);
    }

    /// <summary>Still without what it is made for.</summary>
    AccountEntry NewAccount(PublicKey id, long amount)
    {
        if (amount <= 0) throw Missing(id);
        var least = 2 * host.Ledger.Settings.BaseReserveStroops;
        return amount >= least
            ? Accounts.Create(id, 0, host.Ledger.Sequence)
            : throw host.Fail(new SCError.Contract(14), "transfer amount is below minimum balance for new account", new SCVal.I64(amount), new SCVal.I64(least));
    }

    void ChangeLine(PublicKey id, long amount)
    {
        var line = Line(id);
        var balance = (Int128)line.Balance + amount;
        if (balance > long.MaxValue) throw host.Fail(new SCError.Contract(BalanceError), "resulting balance overflow");
        if (balance < 0 || balance > line.Limit) throw OutOfRange(0, (long)balance, line.Limit);
        Put(line with { Balance = (long)balance });
    }

    /// <summary>A new balance takes over what the issuer asks of holders.</summary>
    ContractBalance NewBalance() => new(0, true, IssuerAsks(TrustlineFlags.IssuerClawback));

    bool IssuerAsks(uint flag) => asset.Issuer() is { } issuer
        && ((Load(host, issuer) ?? throw new HostException(new SCError.Storage(SCErrorCode.MissingValue))).Flags & flag) != 0;

    long Least(AccountEntry account) => account.MinimumBalance(host.Ledger.Settings.BaseReserveStroops) + account.SellingLiabilities();

    HostException OutOfRange(long least, long balance, long limit) => host.Fail(
        new SCError.Contract(BalanceError), "resulting balance is not within the allowed range", new SCVal.I64(least), new SCVal.I64(balance), new SCVal.I64(limit));

    public static AccountEntry? Load(HostRun host, PublicKey id) => (host.Find(LedgerKeys.Account(id))?.Data as LedgerEntryData.Account)?.Value;

    AccountEntry Account(PublicKey id) => Load(host, id) ?? throw Missing(id);

    HostException Missing(PublicKey id) => host.Fail(new SCError.Contract(6), "account entry is missing", SCVals.AccountAddress(id.Bytes()));

    TrustLineEntry Line(PublicKey id) => (host.Find(LedgerKeys.Trustline(id, asset))?.Data as LedgerEntryData.Trustline)?.Value
        ?? throw host.Fail(new SCError.Contract(13), "trustline entry is missing for account", SCVals.AccountAddress(id.Bytes()));

    void Put(TrustLineEntry line) => host.Put(LedgerKeys.Trustline(line.AccountID, line.Asset), new LedgerEntryData.Trustline(line), null);
}
