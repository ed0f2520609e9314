using KalePool.Kale;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Lives of entries made longer, and entries restored that need not be or cannot be.</summary>
static class LifetimeKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("extend lives", 3, step => Extend(step, step.Pick<uint>(10, 50, 100, 1_000))),
        new("extend lives far", 1, step => Extend(step, step.Pick<uint>(3_110_399, 3_110_399, 3_110_400, uint.MaxValue))),
        new("extend what is written", 1, step => Extend(step, 10, swapped: true)),
        new("restore", 2, step => Restore(step, swapped: false)),
        new("restore what is read", 1, step => Restore(step, swapped: true)),
    ];

    static LedgerKey[] Keys(WalkStep step)
    {
        var farm = step.World.Farm.ContractId;
        LedgerKey[] all =
        [
            KaleKeys.Block(farm, step.Index), KaleKeys.Pail(farm, step.Anybody().Address, step.Index), KaleKeys.Instance(step.World.RouterId), KaleKeys.Code(step.World.RouterCode),
            KaleKeys.Instance(step.World.Farm.AssetContractId), KaleKeys.Block(farm, 999_999), LedgerKeys.Account(step.Anybody().Id),
        ];
        step.Random.Shuffle(all);
        return all[..step.Random.Next(1, 4)];
    }

    static WalkRequest.Send? Extend(WalkStep step, uint ledgers, bool swapped = false) => Send(step, Operations.ExtendFootprintTtl(ledgers), Keys(step), swapped ? Keys(step) : []);

    static WalkRequest.Send? Restore(WalkStep step, bool swapped) => Send(step, Operations.RestoreFootprint(), swapped ? Keys(step) : [], step.Chance(2) ? Keys(step) : Persistent(step));

    static LedgerKey[] Persistent(WalkStep step) => [KaleKeys.Instance(step.World.RouterId), KaleKeys.Code(step.World.RouterCode)];

    static WalkRequest.Send? Send(WalkStep step, Operation operation, LedgerKey[] readOnly, LedgerKey[] readWrite)
    {
        if (step.Take() is not { } actor) return null;
        var resources = new SorobanResources(new LedgerFootprint(readOnly.ToXdrArray(), readWrite.ToXdrArray()), 0, step.Pick<uint>(0, 30_000), step.Pick<uint>(0, 30_000));
        var tx = TransactionFactory.Soroban(actor.Source, step.Next(actor), Bounds.None, operation, resources.WithFee(step.Pick(5_000L, 300_000, 20_000_000)));
        return step.Send(tx, actor);
    }
}
