using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Contracts;

/// <summary>Balances of one asset as its contract sees them: account entries for the native one, trustlines, and entries of contracts.</summary>
public sealed class AssetBalances(HostRun host, SCAddress contract, Asset asset)
{
    const uint Day = 17_280;
    const uint BalanceExtension = 30 * Day;

    public Asset Asset { get; } = asset;

    public bool IsIssuer(SCAddress holder) => holder is SCAddress.Account account && Asset.Issuer() is { } issuer && issuer == account.Value;

    public Int128 Of(SCAddress holder)
    {
        if (holder is not SCAddress.Account account) return Contract(holder)?.Amount ?? 0;
        if (IsIssuer(holder)) return long.MaxValue;
        return Asset is Asset.Native ? Account(account.Value).Balance : Line(account.Value).Balance;
    }

    public bool IsAuthorized(SCAddress holder)
    {
        if (holder is not SCAddress.Account account) return (Contract(holder) ?? NewBalance()).Authorized;
        return Asset is Asset.Native || IsIssuer(holder) || Line(account.Value).IsAuthorized();
    }

    /// <summary>Asked before anything is said of amounts, so a missing trustline is told first.</summary>
    void RequireAuthorized(SCAddress holder)
    {
        if (!IsAuthorized(holder)) throw host.Fail(new SCError.Contract(11), "balance is deauthorized");
    }

    public void SetAuthorized(SCAddress holder, bool allowed)
    {
        if (Asset is Asset.Native || IsIssuer(holder)) throw host.Fail(new SCError.Contract(2), "operation invalid on issuer");
        if (holder is SCAddress.Account account)
        {
            var line = Line(account.Value);
            var flags = allowed ? (line.Flags | TrustlineFlags.Authorized) & ~TrustlineFlags.MaintainLiabilities : line.Flags & ~TrustlineFlags.Authorized;
            Put(line with { Flags = flags });
            return;
        }
        var balance = Contract(holder) ?? NewBalance();
        Put(holder, balance with { Authorized = allowed });
    }

    public void Receive(SCAddress holder, Int128 amount) => Change(holder, amount);

    /// <summary>Receives a transfer: enough of the native asset makes an account that is not there yet (CAP-73).</summary>
    public void ReceiveOrCreate(SCAddress holder, Int128 amount)
    {
        if (Asset is not Asset.Native || holder is not SCAddress.Account { Value: var id } || host.Find(LedgerKeys.Account(id)) is not null)
        {
            Receive(holder, amount);
            return;
        }
        var least = 2 * host.Ledger.Settings.BaseReserveStroops;
        if (amount < least)
        {
            throw host.Fail(
                new SCError.Contract(14), "transfer amount is below minimum balance for new account", SCVals.I128(amount), new SCVal.I64(least));
        }
        if (amount > long.MaxValue) throw host.Fail(new SCError.Contract(12), "amount is out of range of a classic balance", SCVals.I128(amount));
        host.Put(LedgerKeys.Account(id), new LedgerEntryData.Account(Accounts.Create(id, (long)amount, host.Ledger.Sequence)), null);
    }

    public void Spend(SCAddress holder, Int128 amount) => Change(holder, -amount);

    void Change(SCAddress holder, Int128 amount)
    {
        RequireAuthorized(holder);
        if (Int128.Abs(amount) > long.MaxValue)
        {
            // What an account can hold ends at 64 bits; a contract's balance does not.
            if (holder is SCAddress.Account) throw host.Fail(new SCError.Contract(12), amount < 0 ? "spent amount is too large for an i64" : "received amount is too large for an i64");
        }
        switch (holder)
        {
            case SCAddress.Account when IsIssuer(holder):
                return;
            case SCAddress.Account account when Asset is Asset.Native:
                ChangeNative(account.Value, amount);
                return;
            case SCAddress.Account account:
                ChangeLine(account.Value, amount);
                return;
            default:
                ChangeContract(holder, amount);
                return;
        }
    }

    void ChangeNative(PublicKey id, Int128 amount)
    {
        var account = Account(id);
        var least = amount < 0 ? account.MinimumBalance(host.Ledger.Settings.BaseReserveStroops) + account.SellingLiabilities() : 0;
        var balance = account.Balance + amount;
        if (balance < least || balance > long.MaxValue) throw OutOfRange(least, balance, long.MaxValue);
        var changed = account with { Balance = (long)balance };
        host.Put(LedgerKeys.Account(id), new LedgerEntryData.Account(changed), null);
    }

    void ChangeLine(PublicKey id, Int128 amount)
    {
        var line = Line(id);
        var balance = line.Balance + amount;
        if (balance < 0 || balance > line.Limit) throw OutOfRange(0, balance, line.Limit);
        Put(line with { Balance = (long)balance });
    }

    void ChangeContract(SCAddress holder, Int128 amount)
    {
        var balance = Contract(holder) ?? NewBalance();
        Int128 sum;
        try
        {
            sum = checked(balance.Amount + amount);
        }
        catch (OverflowException)
        {
            throw host.Fail(new SCError.Contract(12), "balance overflowed");
        }
        if (sum < 0) throw host.Fail(new SCError.Contract(10), "balance is not sufficient to spend", SCVals.I128(balance.Amount), SCVals.I128(-amount));
        Put(holder, balance with { Amount = sum });
    }

    /// <summary>A new balance takes over what the issuer asks of holders.</summary>
    ContractBalance NewBalance()
    {
        if (Asset.Issuer() is not { } issuer) return new ContractBalance(0, true, false);
        var flags = Account(issuer).Flags;
        return new ContractBalance(0, (flags & TrustlineFlags.IssuerAuthRequired) == 0, (flags & TrustlineFlags.IssuerClawback) != 0);
    }

    HostException OutOfRange(Int128 least, Int128 balance, Int128 limit) => host.Fail(
        new SCError.Contract(10), "resulting balance is not within the allowed range",
        new SCVal.I64((long)least), new SCVal.I64((long)balance), new SCVal.I64((long)limit));

    AccountEntry Account(PublicKey id) => (host.Find(LedgerKeys.Account(id))?.Data as LedgerEntryData.Account)?.Value
        ?? throw host.Fail(new SCError.Contract(6), "account entry is missing", new SCVal.Address(new SCAddress.Account(id)));

    TrustLineEntry Line(PublicKey id) => (host.Find(LedgerKeys.Trustline(id, Asset))?.Data as LedgerEntryData.Trustline)?.Value
        ?? throw host.Fail(new SCError.Contract(13), "trustline entry is missing for account", new SCVal.Address(new SCAddress.Account(id)));

    void Put(TrustLineEntry line) => host.Put(LedgerKeys.Trustline(line.AccountID, line.Asset), new LedgerEntryData.Trustline(line), null);

    LedgerKey ContractKey(SCAddress holder) => LedgerKeys.Data(contract, SCVals.Variant("Balance", new SCVal.Address(holder)), ContractDataDurability.Persistent);

    ContractBalance? Contract(SCAddress holder)
    {
        var key = ContractKey(holder);
        if (host.Find(key)?.Data is not LedgerEntryData.ContractData { Value.Val: var value }) return null;
        host.ExtendLife(key, BalanceExtension - Day, BalanceExtension);
        return ContractBalance.Of(value);
    }

    void Put(SCAddress holder, ContractBalance balance)
    {
        var key = ContractKey(holder);
        var liveUntil = host.Find(key)?.LiveUntil ?? Math.Min(host.Ledger.Sequence + BalanceExtension, host.Ledger.MaxLiveUntil);
        var data = ((LedgerKey.ContractData)key).Value;
        host.Put(key, new LedgerEntryData.ContractData(new ContractDataEntry(data.Contract, data.Key, data.Durability, balance.ToValue())), liveUntil);
    }
}

/// <summary>What a contract holds of an asset.</summary>
public sealed record ContractBalance(Int128 Amount, bool Authorized, bool Clawback)
{
    public SCVal ToValue() => SCVals.Struct(("amount", SCVals.I128(Amount)), ("authorized", new SCVal.Bool(Authorized)), ("clawback", new SCVal.Bool(Clawback)));

    public static ContractBalance Of(SCVal value) =>
        value is SCVal.Map { Value: [{ Val: SCVal.I128 amount }, { Val: SCVal.Bool authorized }, { Val: SCVal.Bool clawback }] }
            ? new ContractBalance(amount.Value.ToInt128(), authorized.Value, clawback.Value)
            : throw new HostException(new SCError.ValueArm(SCErrorCode.UnexpectedType));
}
