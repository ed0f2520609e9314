using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Sequence numbers: bumped, skipped, used again.</summary>
static class SequenceKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("bump the sequence", 2, step => Bump(step, step.Take(), actor => step.Next(actor) + step.Random.Next(-3, 6))),
        new("bump the sequence far", 1, step => Bump(step, step.Take(step.World.IsWild), _ => (long)(step.Now.Ledger + 1_000) << 32)),
        new("bump the sequence below zero", 1, step => Bump(step, step.Take(), _ => -1)),
        new("send a bad sequence", 3, step => Sequence(step, actor => step.Next(actor) + step.Pick(-2, -1, 1, 2, 1_000))),
        new("send a reserved sequence", 1, step => Sequence(step, _ => (long)(step.Now.Ledger + 1) << 32)),
        new("send a least sequence", 2, Least),
    ];

    static WalkRequest.Send? Bump(WalkStep step, WalkActor? actor, Func<WalkActor, long> to) => actor is null
        ? null
        : step.Send(step.Classic(actor, new Operation(null, new OperationBody.BumpSequence(new BumpSequenceOp(to(actor))))), actor);

    static WalkRequest.Send? Sequence(WalkStep step, Func<WalkActor, long> sequence) => step.Take() is { } actor
        ? step.Send(step.Classic(actor, PaymentKinds.Operation(step.Anybody().Source, Assets.Native, 1)) with { SeqNum = sequence(actor) }, actor)
        : null;

    static WalkRequest.Send? Least(WalkStep step)
    {
        if (step.Take() is not { } actor) return null;
        var least = step.Next(actor) + step.Pick(-1, -1, -5, 0, 3);
        var preconditions = new Preconditions.V2(new PreconditionsV2(null, null, least, 0, 0, []));
        return step.Send(step.Classic(actor, preconditions, PaymentKinds.Operation(step.Anybody().Source, Assets.Native, 1)) with { SeqNum = step.Next(actor) + step.Pick(0, 0, 2, 7, -1) }, actor);
    }
}
