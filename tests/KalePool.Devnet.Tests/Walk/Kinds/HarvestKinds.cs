using KalePool.Kale;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Harvests, by the farmer and by others.</summary>
static class HarvestKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("harvest", 8, step => Harvest(step, (actor, index) => step.Pail(actor, index) is { IsWorked: true } && index < step.Index && HasLine(step, actor))),
        new("harvest without a trustline", 2, step => Harvest(step, (actor, index) => step.Pail(actor, index) is { IsWorked: true } && index < step.Index && !HasLine(step, actor))),
        new("harvest too early", 2, step => Harvest(step, (actor, index) => step.Pail(actor, index) is not null && index == step.Index)),
        new("harvest without a work", 1, step => Harvest(step, (actor, index) => step.Pail(actor, index) is { IsWorked: false } && index < step.Index)),
        new("harvest what is not there", 2, step => Harvest(step, (actor, index) => step.Pail(actor, index) is null)),
    ];

    static bool HasLine(WalkStep step, WalkActor actor) => step.Now.Line(actor, step.World.Kale) is not null;

    static WalkRequest.Send? Harvest(WalkStep step, Func<WalkActor, uint, bool> fits)
    {
        var ready = (
            from back in Enumerable.Range(0, WalkSnapshot.PailsBack)
            where step.Index >= back
            from actor in step.World.Actors
            where fits(actor, step.Index - (uint)back) && !step.IsWorthNothing(actor, step.Index - (uint)back)
            select (Farmer: actor, Index: step.Index - (uint)back)).ToList();
        if (ready.Count == 0 || step.Take() is not { } sender) return null;
        var (farmer, index) = ready[step.Random.Next(ready.Count)];
        return step.Send(step.Call(sender, new KaleCall.Harvest(farmer.Address, index), KaleFootprints.Harvest(step.World.Farm, farmer.Address, index)), sender);
    }
}
