using KalePool.Kale;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Several calls in one through the router, some of which fail.</summary>
static class RouterKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("work for several", 3, step => Work(step, canFail: true)),
        new("work for several or for nobody", 1, step => Work(step, canFail: false)),
        new("harvest for several", 3, Harvest),
        new("route in another's name", 1, step => step.Take() is { } sender ? Exec(step, sender, step.Anybody(), [], [], []) : null),
        new("route nothing", 1, step => step.Take() is { } sender ? Exec(step, sender, sender, [], [], []) : null),
    ];

    static WalkRequest.Send? Work(WalkStep step, bool canFail)
    {
        var farmers = step.World.Actors.Where(actor => step.Pail(actor, step.Index) is { IsWorked: false }).Take(step.Random.Next(1, 6)).ToList();
        if (canFail && step.Chance(2)) farmers.Add(step.Anybody());
        farmers = [.. farmers.Distinct()];
        if (farmers.Count == 0 || step.Now.Block(step.World, step.Index) is null || step.Take() is not { } sender) return null;
        var calls = farmers.Select(farmer =>
        {
            var (hash, nonce) = step.Mine(farmer, 0)!.Value;
            return (new KaleCall.Work(farmer.Address, hash, step.Chance(6) ? nonce + 1 : nonce) as KaleCall, canFail);
        }).ToList();
        var plain = farmers.Select(farmer => KaleFootprints.Work(step.World.Farm, farmer.Address, step.Index)).ToList();
        return Exec(step, sender, sender, calls, plain.SelectMany(resources => resources.Footprint.ReadOnly), plain.SelectMany(resources => resources.Footprint.ReadWrite));
    }

    static WalkRequest.Send? Harvest(WalkStep step)
    {
        if (step.Index == 0) return null;
        var index = step.Index - 1;
        var farmers = step.World.Actors.Where(actor => step.Pail(actor, index) is not null && !step.IsWorthNothing(actor, index)).OrderBy(_ => step.Random.Next()).Take(step.Random.Next(1, 6)).ToList();
        if (farmers.Count == 0 || step.Take() is not { } sender) return null;
        var plain = farmers.Select(farmer => KaleFootprints.Harvest(step.World.Farm, farmer.Address, index)).ToList();
        return Exec(
            step, sender, sender, [.. farmers.Select(farmer => (new KaleCall.Harvest(farmer.Address, index) as KaleCall, true))],
            plain.SelectMany(resources => resources.Footprint.ReadOnly), plain.SelectMany(resources => resources.Footprint.ReadWrite));
    }

    static WalkRequest.Send Exec(
        WalkStep step, WalkActor sender, WalkActor caller, IReadOnlyList<(KaleCall Call, bool CanFail)> calls, IEnumerable<LedgerKey> readOnly, IEnumerable<LedgerKey> readWrite)
    {
        var router = new SCAddress.Contract(step.World.RouterId);
        SCVal list = new SCVal.Vec(calls.Select(item => SCVals.Vec(
            SCVals.ContractAddress(step.World.Farm.ContractId), SCVals.Symbol(item.Call.Function), new SCVal.Vec(item.Call.Args), new SCVal.Bool(item.CanFail))).ToXdrArray());
        var invocation = new InvokeContractArgs(router, "exec", [new SCVal.Address(caller.Address), list]);
        var auth = new SorobanAuthorizationEntry(new SorobanCredentials.SourceAccount(), new SorobanAuthorizedInvocation(new SorobanAuthorizedFunction.ContractFn(invocation), []));
        var written = readWrite.Distinct().ToList();
        var read = readOnly.Append(KaleKeys.Instance(step.World.RouterId)).Append(KaleKeys.Code(step.World.RouterCode)).Distinct().Where(key => !written.Contains(key));
        var resources = new SorobanResources(new LedgerFootprint(read.ToXdrArray(), written.ToXdrArray()), 15_000_000, 3_000, 6_000);
        return step.Send(step.Invoke(sender, new InvokeHostFunctionOp(new HostFunction.InvokeContract(invocation), [auth]), resources, 2_000_000), sender);
    }
}
