using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Bounds and other preconditions, met and missed.</summary>
static class PreconditionKinds
{
    static readonly PreconditionsV2 None = new(null, null, null, 0, 0, []);

    public static IEnumerable<WalkKind> All =>
    [
        new("bound the time", 2, step => Pay(step, new Preconditions.Time(Times(step)))),
        new("bound the ledger", 2, step => Pay(step, new Preconditions.V2(None with { LedgerBounds = Ledgers(step) }))),
        new("ask for an age", 2, step => Pay(step, new Preconditions.V2(None with { MinSeqAge = step.Pick<ulong>(0, 1, 3, 10, 1_000, ulong.MaxValue), MinSeqLedgerGap = step.Pick<uint>(0, 1, 3, 10, 1_000) }))),
        new("ask for another's signature", 2, Extra),
    ];

    static TimeBounds Times(WalkStep step) => new(
        step.Pick<ulong>(0, 0, step.Now.CloseTime, step.Now.CloseTime + 100),
        step.Pick<ulong>(0, step.Now.CloseTime - 1, step.Now.CloseTime + 60, step.Now.CloseTime + 60, 1));

    static LedgerBounds Ledgers(WalkStep step) => new(
        step.Pick<uint>(0, 0, step.Now.Ledger + 1, step.Now.Ledger + 30),
        step.Pick<uint>(0, step.Now.Ledger - 1, step.Now.Ledger + 30, step.Now.Ledger + 30));

    static WalkRequest.Send? Pay(WalkStep step, Preconditions preconditions) => step.Take() is { } actor
        ? step.Send(step.Classic(actor, preconditions, PaymentKinds.Operation(step.Anybody().Source, Assets.Native, 1)), actor)
        : null;

    static WalkRequest.Send? Extra(WalkStep step)
    {
        if (step.Take() is not { } actor || step.Anybody() is not { } other || other == actor) return null;
        var hashed = step.Chance(3);
        SignerKey signer = hashed ? new SignerKey.HashX(OptionKinds.HashOf(other)) : new SignerKey.Ed25519(other.Key.PublicKey);
        XdrArray<SignerKey> extra = step.Chance(8) ? [signer, signer] : [signer];
        var tx = step.Classic(actor, new Preconditions.V2(None with { ExtraSigners = extra }), PaymentKinds.Operation(step.Anybody().Source, Assets.Native, 1));
        if (step.Chance(3)) return step.Send(tx, actor);
        if (!hashed) return step.SendAs(tx, [.. step.SignersOf(actor).Append(other.Key).DistinctBy(key => key.PublicKey)]);
        var signed = (TransactionEnvelope.Tx)step.Send(tx, actor).Envelope;
        var shown = new DecoratedSignature(Signatures.Hint(OptionKinds.HashOf(other)), other.Key.PublicKey);
        return step.Send(new TransactionEnvelope.Tx(signed.Value with { Signatures = [.. signed.Value.Signatures, shown] }));
    }
}
