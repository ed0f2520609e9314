using KalePool.Kale;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>The contract of an asset that has none yet: deployed, asked, and where it was archived meanwhile, restored.</summary>
static class ArchiveKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("deploy an asset's contract", 1, Deploy),
        new("ask a deployed contract", 1, step => Ask(step, restoring: false)),
        new("ask and restore a deployed contract", 1, step => Ask(step, restoring: true)),
        new("restore a deployed contract", 1, Restore),
    ];

    static Opaque Contract(WalkStep step) => ContractId.OfAsset(step.World.Other, step.World.Network);

    static WalkRequest.Send? Deploy(WalkStep step)
    {
        if (step.Take() is not { } actor) return null;
        var host = new HostFunction.CreateContract(new CreateContractArgs(new ContractIDPreimage.Asset(step.World.Other), new ContractExecutable.StellarAsset()));
        return step.Send(step.Invoke(actor, new InvokeHostFunctionOp(host, []), new SorobanResources(new LedgerFootprint([], [KaleKeys.Instance(Contract(step))]), 2_000_000, 1_000, 2_000), 5_000_000), actor);
    }

    static WalkRequest.Send? Ask(WalkStep step, bool restoring)
    {
        if (step.Take() is not { } actor) return null;
        var key = KaleKeys.Instance(Contract(step));
        var call = new InvokeContractArgs(new SCAddress.Contract(Contract(step)), "symbol", []);
        var resources = new SorobanResources(new LedgerFootprint(restoring ? [] : [key], restoring ? [key] : []), 2_000_000, 1_000, 2_000);
        var tx = step.Invoke(actor, new InvokeHostFunctionOp(new HostFunction.InvokeContract(call), []), resources, 5_000_000);
        if (restoring) tx = tx with { Ext = new TransactionExt.V1(((TransactionExt.V1)tx.Ext).Value with { Ext = new SorobanTransactionDataExt.V1(new SorobanResourcesExtV0([0])) }) };
        return step.Send(tx, actor);
    }

    static WalkRequest.Send? Restore(WalkStep step)
    {
        if (step.Take() is not { } actor) return null;
        var resources = new SorobanResources(new LedgerFootprint([], [KaleKeys.Instance(Contract(step))]), 0, 2_000, 2_000);
        return step.Send(TransactionFactory.Soroban(actor.Source, step.Next(actor), Bounds.None, Operations.RestoreFootprint(), resources.WithFee(5_000_000)), actor);
    }
}
