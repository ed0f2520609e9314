using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Contracts;

/// <summary>One call of an asset's contract, each check where the built-in contract has it: what is refused first decides the error's number.</summary>
sealed class AssetCall
{
    const uint Day = 17_280;
    const uint InstanceExtension = 7 * Day;

    readonly HostRun _host;
    readonly HostFrame _frame;
    readonly AssetInstance _instance;
    readonly AssetBalances _balances;
    readonly AssetAllowances _allowances;

    public AssetCall(HostRun host, HostFrame frame)
    {
        _host = host;
        _frame = frame;
        _instance = new AssetInstance(frame);
        _balances = new AssetBalances(host, frame.Address, _instance.Asset);
        _allowances = new AssetAllowances(host, frame.Address);
    }

    public SCVal Name() => new SCVal.String(_instance.Asset.Name());

    public SCVal Symbol() => new SCVal.String(_instance.Asset is Asset.Native ? "native" : _instance.Asset.Code());

    public SCVal Admin() => new SCVal.Address(Administrator());

    public SCVal Allowance(SCAddress from, SCAddress spender)
    {
        Extend();
        return SCVals.I128(_allowances.Of(from, spender));
    }

    public SCVal Balance(SCAddress holder)
    {
        Extend();
        return SCVals.I128(_balances.Of(holder));
    }

    public SCVal Authorized(SCAddress holder)
    {
        Extend();
        return new SCVal.Bool(_balances.IsAuthorized(holder));
    }

    /// <param name="until">The last ledger in which it may be spent.</param>
    public SCVal Approve(SCAddress from, SCAddress spender, Int128 amount, uint until)
    {
        NotNegative(amount);
        Authorize(from);
        _allowances.Write(from, spender, amount, until);
        return Emit(SCVals.Vec(SCVals.I128(amount), SCVals.U32(until)), "approve", from, spender);
    }

    /// <param name="target">The only address that may be muxed; the id is shown in the event.</param>
    public SCVal Transfer(SCAddress from, SCAddress target, Int128 amount)
    {
        NotNegative(amount);
        var (to, id) = target is SCAddress.MuxedAccount muxed ? (new SCAddress.Account(LedgerKeys.PublicKey(muxed.Value.Ed25519)), muxed.Value.Id) : (target, (ulong?)null);
        Authorize(from);
        return Move(from, to, amount, id);
    }

    public SCVal TransferFrom(SCAddress spender, SCAddress from, SCAddress to, Int128 amount)
    {
        NotNegative(amount);
        Authorize(spender);
        _allowances.Spend(from, spender, amount);
        return Move(from, to, amount, null);
    }

    SCVal Move(SCAddress from, SCAddress to, Int128 amount, ulong? id)
    {
        _host.Meter.Charge(TransferExtra(from, to));
        _balances.Spend(from, amount);
        _balances.Receive(to, amount);
        var data = id is { } shown ? SCVals.Struct(("amount", SCVals.I128(amount)), ("to_muxed_id", SCVals.U64(shown))) : SCVals.I128(amount);
        return (from != to && _balances.IsIssuer(from), from != to && _balances.IsIssuer(to)) switch
        {
            (true, _) => Emit(data, "mint", to),
            (_, true) => Emit(SCVals.I128(amount), "burn", from),
            _ => Emit(data, "transfer", from, to),
        };
    }

    long TransferExtra(SCAddress from, SCAddress to)
    {
        if (from == to || _balances.IsIssuer(from) || _balances.IsIssuer(to)) return 0;
        return from is SCAddress.Account && to is SCAddress.Account ? InstructionModel.AssetSecondLine : InstructionModel.AssetContractBalance;
    }

    public SCVal Burn(SCAddress from, Int128 amount)
    {
        CheckBurnt(from, amount);
        Authorize(from);
        _balances.Spend(from, amount);
        return Emit(SCVals.I128(amount), "burn", from);
    }

    public SCVal BurnFrom(SCAddress spender, SCAddress from, Int128 amount)
    {
        CheckBurnt(from, amount);
        Authorize(spender);
        _allowances.Spend(from, spender, amount);
        _balances.Spend(from, amount);
        return Emit(SCVals.I128(amount), "burn", from);
    }

    void CheckBurnt(SCAddress from, Int128 amount)
    {
        NotNegative(amount);
        if (_instance.Asset is Asset.Native) throw _host.Fail(new SCError.Contract(2), "operation invalid on native asset");
        NotIssuer(from);
    }

    public SCVal Trust(SCAddress holder)
    {
        Extend();
        new AssetTrustlines(_host, _instance.Asset).Open(holder, _frame.Args);
        return SCVals.Void;
    }

    public SCVal Mint(SCAddress to, Int128 amount)
    {
        NotNegative(amount);
        NotIssuer(to);
        Authorize(Administrator());
        _balances.Receive(to, amount);
        return Emit(SCVals.I128(amount), "mint", to);
    }

    /// <summary>Takes back what was issued; its holder need not agree, but must have been warned by the clawback flag when the balance was made.</summary>
    public SCVal Clawback(SCAddress from, Int128 amount)
    {
        NotNegative(amount);
        _balances.CheckClawback(from);
        NotIssuer(from);
        Authorize(Administrator());
        _balances.Take(from, amount);
        return Emit(SCVals.I128(amount), "clawback", from);
    }

    public SCVal SetAuthorized(SCAddress holder, bool allowed)
    {
        Authorize(Administrator());
        _balances.SetAuthorized(holder, allowed);
        return Emit(new SCVal.Bool(allowed), "set_authorized", holder);
    }

    public SCVal SetAdmin(SCAddress admin)
    {
        var old = Administrator();
        Authorize(old);
        _frame.InstanceSet(AssetInstance.AdminKey, new SCVal.Address(admin));
        return Emit(new SCVal.Address(admin), "set_admin", old);
    }

    void Authorize(SCAddress address)
    {
        _host.Authorizer.Require(_host, address, _frame.Args);
        Extend();
    }

    SCAddress Administrator() => _instance.Admin ?? throw new HostException(new SCError.Storage(SCErrorCode.MissingValue));

    void Extend() => _host.ExtendLife(LedgerKeys.Instance(_frame.Address), InstanceExtension - Day, InstanceExtension);

    SCVal Emit(SCVal data, string kind, params ReadOnlySpan<SCAddress> concerned)
    {
        var topics = new List<SCVal> { SCVals.Symbol(kind) };
        foreach (var address in concerned) topics.Add(new SCVal.Address(address));
        topics.Add(Name());
        _host.Events.Emit(_frame.Contract, topics.ToXdrArray(), data);
        return SCVals.Void;
    }

    void NotNegative(Int128 amount)
    {
        if (amount < 0) throw _host.Fail(new SCError.Contract(8), "negative amount is not allowed", SCVals.I128(amount));
    }

    void NotIssuer(SCAddress address)
    {
        if (_balances.IsIssuer(address)) throw _host.Fail(new SCError.Contract(2), "operation invalid on issuer");
    }
}
