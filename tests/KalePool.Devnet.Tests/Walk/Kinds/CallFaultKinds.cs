using KalePool.Kale;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Calls that declare too little, too much or nonsense.</summary>
static class CallFaultKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("declare too few instructions", 1, step => Plant(step, resources => resources with { Instructions = step.Pick<uint>(0, 1_000, 100_000, 500_000) })),
        new("declare too few write bytes", 1, step => Plant(step, resources => resources with { WriteBytes = step.Pick<uint>(0, 100, 1_000) })),
        new("declare too few read bytes", 1, step => Plant(step, resources => resources with { DiskReadBytes = step.Pick<uint>(0, 1, 50) })),
        new("declare too much", 1, step => Plant(step, TooMuch(step))),
        new("leave out a key", 2, step => Plant(step, resources => resources with { Footprint = Without(step, resources.Footprint) })),
        new("only read a key", 1, step => Plant(step, resources => resources with { Footprint = ReadOnly(step, resources.Footprint) })),
        new("declare a key twice", 1, step => Plant(step, resources => resources with { Footprint = resources.Footprint with { ReadOnly = [.. resources.Footprint.ReadOnly, step.Pick(resources.Footprint.ReadOnly[0], resources.Footprint.ReadWrite[0])] } })),
        new("offer a small resource fee", 2, step => Plant(step, resources => resources, step.Pick(0L, 1_000, 15_000, 20_000, 25_000, 30_000))),
        new("offer a resource fee below zero", 1, step => Plant(step, resources => resources, 0, tx => tx with { Ext = new TransactionExt.V1(((TransactionExt.V1)tx.Ext).Value with { ResourceFee = -1 }) })),
        new("call with a memo or a number", 1, step => Plant(step, resources => resources, change: Marked(step))),
        new("call without resources", 1, step => Plant(step, resources => resources, change: tx => tx with { Ext = new TransactionExt.V0() })),
        new("call without authorization", 1, step => Plant(step, resources => resources, change: tx => tx with { Operations = [WithoutAuth(tx.Operations[0])] })),
        new("call twice in one", 1, step => Plant(step, resources => resources, change: tx => tx with { Operations = [tx.Operations[0], tx.Operations[0]] })),
        new("pay with resources", 1, step => Plant(step, resources => resources, change: tx => tx with { Operations = [PaymentKinds.Operation(step.Anybody().Source, Assets.Native, 1)] })),
        new("call what is not there", 2, Unknown),
        new("do nothing", 1, step => step.Take() is { } actor ? step.Send(step.Classic(actor) with { Fee = 100 }, actor) : null),
    ];

    static WalkRequest.Send? Plant(WalkStep step, Func<SorobanResources, SorobanResources> resources, long fee = FarmCalls.ResourceFee, Func<Transaction, Transaction>? change = null)
    {
        if (step.Take(actor => step.Pail(actor, step.PlantIndex) is null && step.KaleOf(actor) > 0) is not { } farmer) return null;
        var tx = step.Call(farmer, new KaleCall.Plant(farmer.Address, 1), resources(step.PlantResources(farmer, 1)), fee);
        return step.Send(change?.Invoke(tx) ?? tx, farmer);
    }

    static Func<SorobanResources, SorobanResources> TooMuch(WalkStep step) => resources => step.Random.Next(4) switch
    {
        0 => resources with { Instructions = 400_000_001 },
        1 => resources with { DiskReadBytes = 200_001 },
        2 => resources with { WriteBytes = 132_097 },
        _ => resources with { Footprint = resources.Footprint with { ReadOnly = [.. Enumerable.Range(0, 401).Select(i => KaleKeys.Block(step.World.Farm.ContractId, (uint)i + 1_000_000))] } },
    };

    static LedgerFootprint Without(WalkStep step, LedgerFootprint footprint)
    {
        var at = step.Random.Next(footprint.ReadOnly.Count + footprint.ReadWrite.Count);
        return at < footprint.ReadOnly.Count
            ? footprint with { ReadOnly = footprint.ReadOnly.Where((_, i) => i != at).ToXdrArray() }
            : footprint with { ReadWrite = footprint.ReadWrite.Where((_, i) => i != at - footprint.ReadOnly.Count).ToXdrArray() };
    }

    static LedgerFootprint ReadOnly(WalkStep step, LedgerFootprint footprint)
    {
        var moved = footprint.ReadWrite[step.Random.Next(footprint.ReadWrite.Count)];
        return new LedgerFootprint([.. footprint.ReadOnly, moved], footprint.ReadWrite.Where(key => key != moved).ToXdrArray());
    }

    static Func<Transaction, Transaction> Marked(WalkStep step) => tx => step.Chance(2)
        ? tx with { Memo = new Memo.Text("walk") }
        : tx with { SourceAccount = new MuxedAccount.MuxedEd25519(new MuxedAccountMed25519(7, tx.SourceAccount.KeyOf())) };

    static Operation WithoutAuth(Operation operation) => operation with { Body = new OperationBody.InvokeHostFunction(((OperationBody.InvokeHostFunction)operation.Body).Value with { Auth = [] }) };

    static WalkRequest.Send? Unknown(WalkStep step)
    {
        if (step.Take() is not { } actor) return null;
        var farm = step.World.Farm;
        InvokeContractArgs invocation = step.Random.Next(5) switch
        {
            0 => new(new SCAddress.Contract(Opaque.Zeros(32)), "plant", []),
            1 => new(new SCAddress.Contract(farm.ContractId), "sow", []),
            2 => new(new SCAddress.Contract(farm.ContractId), "plant", [SCVals.U32(1)]),
            3 => new(new SCAddress.Contract(farm.ContractId), "harvest", [SCVals.U32(1), SCVals.U32(2)]),
            _ => new(new SCAddress.Contract(farm.ContractId), "pause", []),
        };
        var call = new InvokeHostFunctionOp(new HostFunction.InvokeContract(invocation), []);
        return step.Send(step.Invoke(actor, call, KaleFootprints.Work(farm, actor.Address, step.Index)), actor);
    }
}
