using KalePool.Kale;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Calls of the assets' own contracts.</summary>
static class AssetKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("transfer KALE", 3, step => Transfer(step, native: false)),
        new("transfer XLM", 3, step => Transfer(step, native: true)),
        new("transfer to a contract", 2, ToContract),
        new("burn KALE", 1, step => Call(step, native: false, (actor, _) => ("burn", [Address(actor), Amount(step, actor)]), Line)),
        new("burn XLM", 1, step => Call(step, native: true, (actor, _) => ("burn", [Address(actor), SCVals.I128(1)]), Line)),
        new("mint without being allowed", 1, step => Call(step, native: false, (actor, _) => ("mint", [Address(actor), SCVals.I128(5)]), Line)),
        new("transfer another's KALE", 1, step => Call(step, native: false, (actor, other) => ("transfer", [Address(other), Address(actor), SCVals.I128(1)]), Line)),
        new("transfer less than nothing", 1, step => Call(step, step.Chance(2), (actor, other) => ("transfer", [Address(actor), Address(other), SCVals.I128(-1)]), Line)),
        new("approve", 2, Approve),
        new("transfer by allowance", 2, step => ByAllowance(step, "transfer_from")),
        new("burn by allowance", 1, step => ByAllowance(step, "burn_from")),
        new("ask an asset's contract", 2, Ask),
    ];

    static SCVal.Address Address(WalkActor actor) => new SCVal.Address(actor.Address);

    static SCVal Amount(WalkStep step, WalkActor actor) => SCVals.I128(step.Pick(1, 0, step.KaleOf(actor), (Int128)step.KaleOf(actor) + 1, step.KaleOf(actor) / 20));

    static IEnumerable<LedgerKey> Line(WalkStep step, bool native, WalkActor actor) =>
        [native ? LedgerKeys.Account(actor.Id) : LedgerKeys.TrustLine(actor.Id, step.World.Kale)];

    static WalkRequest.Send? Transfer(WalkStep step, bool native) => Call(step, native, (actor, other) =>
    {
        var amount = native ? SCVals.I128(step.Pick(1, 10_000_000, 9_999_999, 200_000_000, step.Available(actor))) : Amount(step, actor);
        return ("transfer", [Address(actor), Address(other), amount]);
    }, Line);

    /// <summary>What a contract holds is an entry of its own, and stays there.</summary>
    static WalkRequest.Send? ToContract(WalkStep step)
    {
        var native = step.Chance(2);
        var holder = step.Pick(step.World.Farm.ContractId, step.World.RouterId);
        var balance = LedgerKeys.ContractData(Contract(step, native), SCVals.Variant("Balance", SCVals.ContractAddress(holder)), ContractDataDurability.Persistent);
        return Call(
            step, native, (actor, _) => ("transfer", [Address(actor), SCVals.ContractAddress(holder), native ? SCVals.I128(1_000) : Amount(step, actor)]),
            (_, _, actor) => [.. Line(step, native, actor), balance], LedgerKeys.Account(step.World.Farm.Issuer));
    }

    static LedgerKey Allowance(WalkStep step, bool native, WalkActor from, WalkActor spender) => LedgerKeys.ContractData(
        Contract(step, native), SCVals.Variant("Allowance", SCVals.Struct(("from", Address(from)), ("spender", Address(spender)))), ContractDataDurability.Temporary);

    static WalkRequest.Send? Approve(WalkStep step)
    {
        if (step.Take() is not { } actor) return null;
        var (native, spender) = (step.Chance(3), step.Somebody(step.Exists, actor));
        var until = step.Now.Ledger + step.Pick<uint>(0, 20, 100, 5_000_000);
        step.Memory.AddAllowance(native, actor, spender);
        return Send(
            step, native, actor, "approve", [Address(actor), Address(spender), SCVals.I128(step.Pick(0, 10, 1_000_000, -1)), SCVals.U32(until)], [Allowance(step, native, actor, spender)]);
    }

    static WalkRequest.Send? ByAllowance(WalkStep step, string function)
    {
        if (step.Memory.Allowances.Count == 0) return null;
        var (native, from, spender) = step.Memory.Allowances.ElementAt(step.Random.Next(step.Memory.Allowances.Count));
        if (step.Take(actor => actor == spender) is null) return null;
        var to = step.Somebody(step.Exists, spender);
        var amount = SCVals.I128(step.Pick(1, 5, 11, 1_000_001));
        SCVal[] args = function == "burn_from" ? [Address(spender), Address(from), amount] : [Address(spender), Address(from), Address(to), amount];
        return Send(step, native, spender, function, args, [.. Line(step, native, from), .. Line(step, native, to), Allowance(step, native, from, spender)]);
    }

    static WalkRequest.Send? Ask(WalkStep step)
    {
        var native = step.Chance(3);
        return Call(step, native, (actor, other) => step.Random.Next(7) switch
        {
            0 => ("balance", [Address(other)]),
            1 => ("decimals", []),
            2 => ("name", []),
            3 => ("symbol", []),
            4 => ("admin", []),
            5 => ("authorized", [Address(other)]),
            _ => ("nothing", []),
        }, Line);
    }

    static Opaque Contract(WalkStep step, bool native) => native ? step.World.NativeContract : step.World.Farm.AssetContractId;

    static WalkRequest.Send? Call(
        WalkStep step, bool native, Func<WalkActor, WalkActor, (string Function, SCVal[] Args)> call, Func<WalkStep, bool, WalkActor, IEnumerable<LedgerKey>> keys, LedgerKey? read = null)
    {
        if (step.Take() is not { } actor) return null;
        var other = step.Chance(4) ? step.Anybody() : step.Somebody(step.Exists, actor);
        var (function, args) = call(actor, other);
        return Send(step, native, actor, function, args, [.. keys(step, native, actor), .. keys(step, native, other)], read);
    }

    static WalkRequest.Send Send(WalkStep step, bool native, WalkActor actor, string function, SCVal[] args, IEnumerable<LedgerKey> written, LedgerKey? read = null)
    {
        var invocation = new InvokeContractArgs(new SCAddress.Contract(Contract(step, native)), function, args.ToXdrArray());
        var auth = new SorobanAuthorizationEntry(new SorobanCredentials.SourceAccount(), new SorobanAuthorizedInvocation(new SorobanAuthorizedFunction.ContractFn(invocation), []));
        LedgerKey[] instance = [KaleKeys.Instance(Contract(step, native))];
        var footprint = new LedgerFootprint([.. instance, .. read is null ? [] : new[] { read }], written.Distinct().ToXdrArray());
        return step.Send(step.Invoke(actor, new InvokeHostFunctionOp(new HostFunction.InvokeContract(invocation), [auth]), new SorobanResources(footprint, 2_000_000, 3_000, 2_000), 3_000_000), actor);
    }
}
