using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>What was sent before, and more than one from a source at once.</summary>
static class QueueKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("send again at once", 2, step => step.Memory.Sent.Count == 0 ? null : new WalkRequest.Send(step.Memory.Sent.Last())),
        new("send again later", 2, step => step.Memory.Sent.Count == 0 ? null : new WalkRequest.Send(step.Memory.Sent.ElementAt(step.Random.Next(step.Memory.Sent.Count)))),
        new("send a second one", 2, Second),
        new("look for what is not there", 1, step => new WalkRequest.Find(Unknown(step))),
        new("look for what was sent", 1, step => step.Memory.Sent.Count == 0 ? null : new WalkRequest.Find(TransactionHash.Of(step.Memory.Sent.ElementAt(step.Random.Next(step.Memory.Sent.Count)), step.World.Network))),
    ];

    static Opaque Unknown(WalkStep step)
    {
        var hash = new byte[32];
        step.Random.NextBytes(hash);
        return hash;
    }

    /// <summary>From a source that has just sent another one.</summary>
    static WalkRequest.Send? Second(WalkStep step)
    {
        if (step.Memory.Sent.LastOrDefault() is not TransactionEnvelope.Tx { Value.Tx: var last } || step.World.Find(last.SourceAccount.KeyOf()) is not { } actor || !step.Exists(actor)) return null;
        return step.Send(step.Classic(actor, PaymentKinds.Operation(step.Anybody().Source, Assets.Native, 1)) with { SeqNum = last.SeqNum + step.Pick(-1, 0, 1, 1) }, actor);
    }
}
