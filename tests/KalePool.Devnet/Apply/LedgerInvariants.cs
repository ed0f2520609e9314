using KalePool.Devnet.Host.Contracts;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

/// <summary>
/// What must hold after every ledger, checked on what the ledger changed, so cheap enough to stay on: no XLM made or lost, assets change by mint and burn events
/// alone, nothing negative, no contract entry without a live TTL, fee events that add up to the fees charged.
/// </summary>
static class LedgerInvariants
{
    /// <exception cref="InvalidOperationException">The chain is broken; nothing may be built on this ledger.</exception>
    public static void Check(LedgerState last, LedgerState next, LedgerDelta delta, IReadOnlyList<AppliedTransaction> applied, Network network)
    {
        CheckNative(last, next, delta, network);
        CheckAssets(last, delta, applied);
        CheckFees(applied);
        foreach (var (key, entry) in delta.Changed)
        {
            if (entry is null) continue;
            if (key.IsContract() != entry.Life is not null) throw Broken(next, $"{key} has {(entry.Life is null ? "no" : "a")} life");
        }
    }

    static void CheckNative(LedgerState last, LedgerState next, LedgerDelta delta, Network network)
    {
        var contract = Assets.Native.ContractId(network);
        Int128 sum = 0;
        foreach (var (key, entry) in delta.Changed)
        {
            var after = Native(entry, contract);
            if (after < 0) throw Broken(next, $"{key} has {after} stroops");
            sum += after - Native(last.Find(key), contract);
        }
        if (sum + next.Header.FeePool - last.Header.FeePool != 0) throw Broken(next, $"XLM is off by {sum + next.Header.FeePool - last.Header.FeePool} stroops");
    }

    /// <summary>XLM in an account, or what a contract has in the native asset's own contract.</summary>
    static Int128 Native(StoredEntry? entry, Opaque contract) => entry?.Entry.Data switch
    {
        LedgerEntryData.Account account => account.Value.Balance,
        LedgerEntryData.ContractData { Value: { Contract: SCAddress.Contract { Value: var id }, Durability: ContractDataDurability.Persistent, Key: SCVal.Vec, Val: var value } } when id == contract => ContractBalance.Of(value).Amount,
        _ => 0,
    };

    static void CheckAssets(LedgerState last, LedgerDelta delta, IReadOnlyList<AppliedTransaction> applied)
    {
        var moved = new Dictionary<string, Int128>();
        foreach (var (key, entry) in delta.Changed)
        {
            var after = HeldIn(entry);
            var before = HeldIn(last.Find(key));
            if ((after ?? before) is not { } held) continue;
            if (after?.Amount < 0) throw Broken(delta, $"{key} holds {after.Value.Amount}");
            moved[held.Asset] = moved.GetValueOrDefault(held.Asset) + (after?.Amount ?? 0) - (before?.Amount ?? 0);
        }
        foreach (var happened in applied.SelectMany(tx => tx.Meta.Operations).SelectMany(operation => operation.Events))
        {
            if (IssuedBy(happened) is not var (asset, amount)) continue;
            moved[asset] = moved.GetValueOrDefault(asset) - amount;
        }
        foreach (var (asset, off) in moved)
        {
            if (off != 0) throw Broken(delta, $"{asset} is off by {off} stroops");
        }
    }

    static (string Asset, Int128 Amount)? HeldIn(StoredEntry? entry) =>
        entry?.Entry.Data is LedgerEntryData.Trustline line && line.Value.Asset.ToAsset() is { } asset ? (asset.Name(), line.Value.Balance) : null;

    /// <summary>Mints and burns of accounts' balances; what contracts hold is in no trustline.</summary>
    static (string Asset, Int128 Amount)? IssuedBy(ContractEvent happened)
    {
        var body = ((ContractEventBody.V0)happened.Body).Value;
        if (body.Topics is not [SCVal.Symbol kind, .., SCVal.String asset]) return null;
        Int128 amount = body.Data switch
        {
            SCVal.I128 plain => plain.Value.ToInt128(),
            SCVal.Map { Value: [{ Val: SCVal.I128 inMap }, ..] } => inMap.Value.ToInt128(),
            _ => 0,
        };
        var (from, to) = (kind.Value.ToString(), body.Topics) switch
        {
            ("mint", [_, SCVal.Address receiver, _]) => (null, receiver.Value),
            ("burn" or "clawback", [_, SCVal.Address holder, _]) => (holder.Value, null),
            ("transfer", [_, SCVal.Address holder, SCVal.Address receiver, _]) => (holder.Value, receiver.Value),
            _ => ((SCAddress?)null, (SCAddress?)null),
        };
        var net = (to is SCAddress.Account ? amount : 0) - (from is SCAddress.Account ? amount : 0);
        return asset.Value.ToString() == "native" || net == 0 ? null : (asset.Value.ToString(), net);
    }

    static void CheckFees(IReadOnlyList<AppliedTransaction> applied)
    {
        foreach (var tx in applied)
        {
            Int128 sum = 0;
            foreach (var fee in tx.Meta.Events) sum += ((SCVal.I128)((ContractEventBody.V0)fee.Event.Body).Value.Data).Value.ToInt128();
            if (sum != tx.Result.FeeCharged) throw new InvalidOperationException($"transaction {tx.Hash}: fee events say {sum}, the result {tx.Result.FeeCharged}");
        }
    }

    static InvalidOperationException Broken(LedgerState ledger, string what) => new($"ledger {ledger.Sequence}: {what}");

    static InvalidOperationException Broken(LedgerDelta delta, string what) => new($"ledger {delta.Ledger}: {what}");
}
