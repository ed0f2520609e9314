using KalePool.Kale;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Simulations, which change nothing.</summary>
static class SimulationKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("simulate a plant", 3, step => Simulate(step, actor => new KaleCall.Plant(actor.Address, step.Pick(0, 1, -1, step.KaleOf(actor), (Int128)step.KaleOf(actor) + 1)))),
        new("simulate a work", 2, step => step.Now.Block(step.World, step.Index) is null ? null : Simulate(step, actor =>
        {
            var (hash, nonce) = step.Mine(actor, 0)!.Value;
            return new KaleCall.Work(actor.Address, hash, step.Chance(4) ? nonce + 1 : nonce);
        })),
        new("simulate a harvest", 2, step => Simulate(step, actor =>
        {
            var index = step.Index - (uint)step.Random.Next((int)Math.Min(step.Index, 3) + 1);
            return new KaleCall.Harvest(actor.Address, step.IsWorthNothing(actor, index) ? step.Index + 1 : index);
        })),
        new("simulate a transfer", 2, Transfer),
        new("simulate longer lives", 1, step => Lives(step, Operations.ExtendFootprintTtl(step.Pick<uint>(10, 1_000, 100_000)))),
        new("simulate what cannot be", 1, Impossible),
    ];

    static WalkRequest.Simulate? Simulate(WalkStep step, Func<WalkActor, KaleCall> call)
    {
        var actor = step.Anybody();
        var host = new HostFunction.InvokeContract(KaleInvocations.Invocation(step.World.Farm, call(actor)));
        return Simulate(step, Operations.Invoke(new InvokeHostFunctionOp(host, [])));
    }

    /// <summary>Its source is often another than who must authorise, so that credentials by address are recorded.</summary>
    static WalkRequest.Simulate Simulate(WalkStep step, Operation operation, TransactionExt? ext = null)
    {
        var tx = new Transaction(step.Anybody().Source, 100, 1, new Preconditions.None(), Memos.None, [operation], ext ?? new TransactionExt.V0());
        return new WalkRequest.Simulate(new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, [])), step.Chance(2));
    }

    static WalkRequest.Simulate Transfer(WalkStep step)
    {
        var native = step.Chance(2);
        var contract = new SCAddress.Contract(native ? step.World.NativeContract : step.World.Farm.AssetContractId);
        SCVal[] args = [new SCVal.Address(step.Anybody().Address), new SCVal.Address(step.Anybody().Address), SCVals.I128(step.Pick(1, 0, 1_000_000_000_000))];
        return Simulate(step, Operations.Invoke(new InvokeHostFunctionOp(new HostFunction.InvokeContract(new InvokeContractArgs(contract, "transfer", args.ToXdrArray())), [])));
    }

    static WalkRequest.Simulate Lives(WalkStep step, Operation operation)
    {
        LedgerKey[] keys = [KaleKeys.Instance(step.World.RouterId), KaleKeys.Block(step.World.Farm.ContractId, step.Index)];
        var data = new SorobanResources(new LedgerFootprint(keys.ToXdrArray(), []), 0, 0, 0).WithFee(0);
        return Simulate(step, operation, new TransactionExt.V1(data));
    }

    static WalkRequest.Simulate Impossible(WalkStep step)
    {
        var contract = new SCAddress.Contract(step.Pick(Opaque.Zeros(32), step.World.Farm.ContractId));
        return Simulate(step, Operations.Invoke(new InvokeHostFunctionOp(new HostFunction.InvokeContract(new InvokeContractArgs(contract, "sow", [])), [])));
    }
}
