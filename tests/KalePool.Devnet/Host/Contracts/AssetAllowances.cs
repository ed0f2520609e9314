using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Contracts;

/// <summary>What holders let others spend: temporary entries that live as long as the allowance holds.</summary>
sealed class AssetAllowances(HostRun host, SCAddress contract)
{
    const uint AllowanceError = 9;

    /// <summary>0 where there is none or its last ledger is over.</summary>
    public Int128 Of(SCAddress from, SCAddress spender) => Find(from, spender) is { } known && known.Until >= host.Ledger.Sequence ? known.Amount : 0;

    /// <summary>Sets an allowance; one of nothing may name a ledger that is over.</summary>
    public void Write(SCAddress from, SCAddress spender, Int128 amount, uint until)
    {
        var (now, latest) = (host.Ledger.Sequence, host.Ledger.MaxLiveUntil);
        if (until > latest) throw host.Fail(new SCError.Contract(AllowanceError), "live_until is greater than max_live_until_ledger", SCVals.U32(until), SCVals.U32(latest));
        if (amount > 0 && until < now) throw host.Fail(new SCError.Contract(AllowanceError), "live_until must be >= ledger sequence", SCVals.U32(until), SCVals.U32(now));
        var before = Find(from, spender);
        if (before is null && amount == 0) return;
        var key = Key(from, spender);
        var data = ((LedgerKey.ContractData)key).Value;
        var value = SCVals.Struct(("amount", SCVals.I128(amount)), ("live_until_ledger", SCVals.U32(until)));
        var liveUntil = host.Find(key)?.LiveUntil ?? host.Ledger.NewLiveUntil(temporary: true);
        host.Put(key, new LedgerEntryData.ContractData(new ContractDataEntry(data.Contract, data.Key, data.Durability, value)), liveUntil);
        if (amount > 0 && (before?.Until ?? 0) < until) host.ExtendLife(key, until - now, until - now);
    }

    /// <summary>Takes from an allowance; one that is used up stays with nothing in it.</summary>
    public void Spend(SCAddress from, SCAddress spender, Int128 amount)
    {
        host.Meter.Charge(InstructionModel.AssetAllowance);
        var left = Of(from, spender);
        if (left < amount) throw host.Fail(new SCError.Contract(AllowanceError), "not enough allowance to spend", SCVals.I128(left), SCVals.I128(amount));
        if (amount > 0) Write(from, spender, left - amount, Find(from, spender)!.Value.Until);
    }

    LedgerKey Key(SCAddress from, SCAddress spender) => LedgerKeys.Data(
        contract, SCVals.Variant("Allowance", SCVals.Struct(("from", new SCVal.Address(from)), ("spender", new SCVal.Address(spender)))), ContractDataDurability.Temporary);

    (Int128 Amount, uint Until)? Find(SCAddress from, SCAddress spender) => host.Find(Key(from, spender))?.Data switch
    {
        null => null,
        LedgerEntryData.ContractData { Value.Val: SCVal.Map { Value: [{ Val: SCVal.I128 amount }, { Val: SCVal.U32 until }] } } => (amount.Value.ToInt128(), until.Value),
        _ => throw new HostException(new SCError.ValueArm(SCErrorCode.UnexpectedType)),
    };
}
