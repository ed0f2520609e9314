using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Contracts;

/// <summary>What contracts hold of an asset: persistent entries that reading a balance and writing one keep alive for a month.</summary>
sealed class ContractBalances(HostRun host, SCAddress contract)
{
    const uint Day = 17_280;
    const uint Extension = 30 * Day;

    public ContractBalance? Find(SCAddress holder) =>
        host.Find(Key(holder))?.Data is LedgerEntryData.ContractData { Value.Val: var value } ? ContractBalance.Of(value) : null;

    /// <summary>As a balance is read by itself: that extends its life.</summary>
    public ContractBalance? Read(SCAddress holder)
    {
        if (Find(holder) is not { } balance) return null;
        Extend(holder);
        return balance;
    }

    public void Write(SCAddress holder, ContractBalance balance)
    {
        var key = Key(holder);
        var liveUntil = host.Find(key)?.LiveUntil ?? host.Ledger.NewLiveUntil(temporary: false);
        var data = ((LedgerKey.ContractData)key).Value;
        host.Put(key, new LedgerEntryData.ContractData(new ContractDataEntry(data.Contract, data.Key, data.Durability, balance.ToValue())), liveUntil);
        Extend(holder);
    }

    void Extend(SCAddress holder) => host.ExtendLife(Key(holder), Extension - Day, Extension);

    LedgerKey Key(SCAddress holder) => LedgerKeys.Data(contract, SCVals.Variant("Balance", new SCVal.Address(holder)), ContractDataDurability.Persistent);
}

/// <summary>What a contract holds of an asset.</summary>
/// <param name="Clawback">Whether the administrator may take it back.</param>
public sealed record ContractBalance(Int128 Amount, bool Authorized, bool Clawback)
{
    public SCVal ToValue() => SCVals.Struct(("amount", SCVals.I128(Amount)), ("authorized", new SCVal.Bool(Authorized)), ("clawback", new SCVal.Bool(Clawback)));

    /// <exception cref="HostException">Not such a value.</exception>
    public static ContractBalance Of(SCVal value) =>
        value is SCVal.Map { Value: [{ Val: SCVal.I128 amount }, { Val: SCVal.Bool authorized }, { Val: SCVal.Bool clawback }] }
            ? new ContractBalance(amount.Value.ToInt128(), authorized.Value, clawback.Value)
            : throw new HostException(new SCError.ValueArm(SCErrorCode.UnexpectedType));
}
