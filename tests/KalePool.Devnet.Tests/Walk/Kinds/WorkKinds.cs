using KalePool.Kale;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Works, by the farmer and by others.</summary>
static class WorkKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("work", 10, step => Work(step, actor => step.Pail(actor, step.Index) is { IsWorked: false } pail && pail.Sequence < step.Now.Ledger, (uint)step.Random.Next(3))),
        new("work as soon as planted", 2, step => Work(step, actor => step.Pail(actor, step.Index) is { IsWorked: false } pail && pail.Sequence == step.Now.Ledger, 0)),
        new("work better", 3, step => Again(step, +1)),
        new("work no better", 2, step => Again(step, 0)),
        new("work worse", 1, step => Again(step, -1)),
        new("work without a pail", 1, step => Work(step, actor => step.Pail(actor, step.Index) is null, 0)),
        new("work with a wrong hash", 2, Wrong),
    ];

    static WalkRequest.Send? Work(WalkStep step, Func<WalkActor, bool> fits, uint zeros, bool exactly = false)
    {
        if (step.World.Actors.Where(fits).OrderBy(_ => step.Random.Next()).FirstOrDefault() is not { } farmer) return null;
        if (step.Take() is not { } sender || step.Mine(farmer, zeros, exactly) is not var (hash, nonce)) return null;
        return step.Send(step.Call(sender, new KaleCall.Work(farmer.Address, hash, nonce), KaleFootprints.Work(step.World.Farm, farmer.Address, step.Index)), sender);
    }

    static WalkRequest.Send? Again(WalkStep step, int more)
    {
        var found = step.World.Actors.Select(actor => (Actor: actor, Pail: step.Pail(actor, step.Index))).Where(item => item.Pail?.Zeros is < 3).OrderBy(_ => step.Random.Next()).FirstOrDefault();
        if (found.Pail?.Zeros is not { } zeros || (int)zeros + more < 0) return null;
        return Work(step, actor => actor == found.Actor, (uint)((int)zeros + more), exactly: true);
    }

    static WalkRequest.Send? Wrong(WalkStep step)
    {
        if (step.World.Actors.FirstOrDefault(actor => step.Pail(actor, step.Index) is not null) is not { } farmer) return null;
        if (step.Take() is not { } sender || step.Mine(farmer, 0) is not var (hash, nonce)) return null;
        var call = step.Random.Next(3) switch
        {
            0 => new KaleCall.Work(farmer.Address, hash, nonce + 1),
            1 => new KaleCall.Work(farmer.Address, Opaque.Zeros(32), nonce),
            _ => new KaleCall.Work(farmer.Address, Opaque.Zeros(31), nonce),
        };
        return step.Send(step.Call(sender, call, KaleFootprints.Work(step.World.Farm, farmer.Address, step.Index)), sender);
    }
}
