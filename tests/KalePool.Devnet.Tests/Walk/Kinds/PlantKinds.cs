using KalePool.Kale;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Plants that the farmer sends himself.</summary>
static class PlantKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("plant nothing", 8, step => Plant(step, Fresh(step), _ => 0)),
        new("plant a little", 8, step => Plant(step, Rich(step), actor => step.Random.NextInt64(1, Math.Max(2, step.KaleOf(actor) / 50)))),
        new("plant all", 1, step => Plant(step, Rich(step), actor => step.KaleOf(actor))),
        new("plant too much", 2, step => Plant(step, Fresh(step), actor => (Int128)step.KaleOf(actor) + step.Pick(1, 1_000_000, long.MaxValue))),
        new("plant beyond 64 bits", 1, step => Plant(step, Fresh(step), _ => step.Pick(Int128.MaxValue, (Int128)long.MaxValue + 1))),
        new("plant less than nothing", 1, step => Plant(step, Fresh(step), _ => step.Pick(-1, Int128.MinValue))),
        new("plant twice", 2, step => Plant(step, step.Take(actor => step.Pail(actor, step.PlantIndex) is not null), _ => step.Random.Next(2))),
        new("plant into the wrong block", 1, Wrong),
    ];

    static WalkActor? Fresh(WalkStep step) => step.Take(actor => step.Pail(actor, step.PlantIndex) is null);

    static WalkActor? Rich(WalkStep step) => step.Take(actor => step.Pail(actor, step.PlantIndex) is null && step.KaleOf(actor) > 0);

    static WalkRequest.Send? Plant(WalkStep step, WalkActor? farmer, Func<WalkActor, Int128> stakeOf)
    {
        if (farmer is null) return null;
        var stake = stakeOf(farmer);
        return step.Send(step.Call(farmer, new KaleCall.Plant(farmer.Address, stake), step.PlantResources(farmer, stake)), farmer);
    }

    static WalkRequest.Send? Wrong(WalkStep step)
    {
        if (Fresh(step) is not { } farmer) return null;
        var footprint = KaleFootprints.Plant(step.World.Farm, farmer.Address, step.PlantIndex + step.Pick(1u, 2u), 0);
        return step.Send(step.Call(farmer, new KaleCall.Plant(farmer.Address, 0), footprint), farmer);
    }
}
