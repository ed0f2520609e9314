using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Trustlines: opened, limited, closed, and what is refused about them.</summary>
static class TrustKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("trust KALE", 4, step => Open(step, step.World.Kale)),
        new("trust another asset", 4, step => Open(step, step.World.Other)),
        new("limit a trustline", 2, Limit),
        new("close a trustline", 1, Close),
        new("trust what cannot be", 1, Impossible),
    ];

    static WalkRequest.Send? Open(WalkStep step, Asset asset) =>
        step.Take(actor => step.Now.Line(actor, asset) is null) is { } actor ? Change(step, actor, asset, step.Chance(6) ? step.Random.Next(1, 1_000_000) : long.MaxValue) : null;

    static WalkRequest.Send? Limit(WalkStep step)
    {
        var asset = step.Pick(step.World.Kale, step.World.Other);
        if (step.Take(actor => step.Now.Line(actor, asset) is not null) is not { } actor) return null;
        var balance = step.Now.Line(actor, asset)!.Balance;
        return Change(step, actor, asset, step.Pick(Math.Max(1, balance), Math.Max(0, balance - 1), balance + 1_000, long.MaxValue, long.MaxValue, -1));
    }

    static WalkRequest.Send? Close(WalkStep step)
    {
        var asset = step.Pick(step.World.Kale, step.World.Other);
        return step.Take(actor => step.Chance(2) || step.Now.Line(actor, asset)?.Balance == 0) is { } actor ? Change(step, actor, asset, 0) : null;
    }

    static WalkRequest.Send? Impossible(WalkStep step)
    {
        if (step.Take() is not { } actor) return null;
        var nobody = Assets.Credit("NOBODY", Addresses.Account(Opaque.Zeros(32)).ToText());
        return step.Random.Next(4) switch
        {
            0 => Change(step, actor, Assets.Credit("OWN", actor.Key.Address), 100),
            1 => Change(step, actor, nobody, 100),
            2 => Change(step, actor, nobody, 0),
            _ => Change(step, actor, Assets.Native, 100),
        };
    }

    static WalkRequest.Send Change(WalkStep step, WalkActor actor, Asset asset, long limit) =>
        step.Send(step.Classic(actor, new Operation(null, new OperationBody.ChangeTrust(new ChangeTrustOp(asset.ToChangeTrustAsset(), limit)))), actor);
}
