using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Signatures that are missing, wrong or too many.</summary>
static class SignatureKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("sign not at all", 1, step => Pay(step, (_, tx) => step.SendAs(tx))),
        new("sign with another key", 1, step => Pay(step, (actor, tx) => step.SendAs(tx, step.Anybody().Key))),
        new("sign too often", 1, step => Pay(step, (actor, tx) => step.SendAs(tx, [.. step.SignersOf(actor).Append(step.Anybody().Key).DistinctBy(key => key.PublicKey)]))),
        new("sign twice", 1, step => Pay(step, Twice(step))),
        new("sign something else", 1, step => Pay(step, Broken(step))),
    ];

    static WalkRequest.Send? Pay(WalkStep step, Func<WalkActor, Transaction, WalkRequest.Send> sign) => step.Take() is { } actor
        ? sign(actor, step.Classic(actor, PaymentKinds.Operation(step.Anybody().Source, Assets.Native, 1)))
        : null;

    static Func<WalkActor, Transaction, WalkRequest.Send> Twice(WalkStep step) => (actor, tx) =>
    {
        var signature = actor.Key.Sign(TransactionHash.Of(tx, step.World.Network));
        return step.Send(new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, [signature, signature])));
    };

    static Func<WalkActor, Transaction, WalkRequest.Send> Broken(WalkStep step) => (actor, tx) =>
    {
        var signature = actor.Key.Sign(TransactionHash.Of(tx with { SeqNum = tx.SeqNum + 1 }, step.World.Network));
        return step.Send(new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, [signature])));
    };
}
