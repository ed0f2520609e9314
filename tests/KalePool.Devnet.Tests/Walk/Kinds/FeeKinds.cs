using KalePool.Kale;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Bids below what is asked, fee bumps, and bumps of what is already waiting.</summary>
static class FeeKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("bid too little", 1, step => step.Take() is { } actor ? step.Send(Payment(step, actor) with { Fee = (uint)step.Pick(0, 1, 99) }, actor) : null),
        new("bid more than there is", 1, Poor),
        new("bid too little for a call", 1, step => Call(step, tx => tx with { Fee = step.Pick((uint)FarmCalls.ResourceFee, (uint)FarmCalls.ResourceFee + 99, (uint)FarmCalls.ResourceFee - 1, 0u) })),
        new("bump a fee", 3, step => Bump(step, step.Pick(200L, 400, 10_000), right: true)),
        new("bump a call's fee", 2, step => BumpCall(step)),
        new("bump a fee by too little", 1, step => Bump(step, step.Pick(0L, 100, 199), right: true)),
        new("bump a fee with a wrong signature", 1, step => Bump(step, 1_000, right: false)),
        new("bump what is waiting", 2, Replace),
        new("bump what cannot be", 1, step => step.Take() is { } payer && step.Take() is { } actor
            ? Signed(step, payer, Sent(step, Payment(step, actor) with { SeqNum = step.Next(actor) + step.Pick(1, -1) }, actor), 1_000)
            : null),
    ];

    static Transaction Payment(WalkStep step, WalkActor actor) => step.Classic(actor, PaymentKinds.Operation(step.Anybody().Source, Assets.Native, 1)) with { Fee = 100 };

    static WalkRequest.Send? Poor(WalkStep step)
    {
        if (step.Take(actor => step.Available(actor) is > 0 and < 4_000_000_000) is not { } actor) return null;
        return step.Send(Payment(step, actor) with { Fee = (uint)(step.Available(actor) + step.Pick(0, 1)) }, actor);
    }

    static Transaction? PlantOf(WalkStep step, WalkActor? farmer) =>
        farmer is null ? null : step.Call(farmer, new KaleCall.Plant(farmer.Address, 0), step.PlantResources(farmer, 0)) with { Fee = (uint)FarmCalls.ResourceFee + 100 };

    static WalkRequest.Send? Call(WalkStep step, Func<Transaction, Transaction> change) =>
        step.Take(actor => step.Pail(actor, step.PlantIndex) is null) is { } farmer && PlantOf(step, farmer) is { } tx ? step.Send(change(tx), farmer) : null;

    /// <summary>Signed without being sent by itself.</summary>
    static TransactionV1Envelope Sent(WalkStep step, Transaction tx, WalkActor signer) =>
        ((TransactionEnvelope.Tx)tx.Sign(step.World.Network, [.. step.SignersOf(signer)])).Value;

    static WalkRequest.Send? Bump(WalkStep step, long fee, bool right)
    {
        if (step.Take() is not { } payer || step.Take() is not { } actor) return null;
        return Signed(step, payer, Sent(step, Payment(step, actor) with { Fee = step.Chance(4) ? 0u : 100u }, actor), fee, right ? null : step.Anybody());
    }

    static WalkRequest.Send? BumpCall(WalkStep step)
    {
        if (step.Take() is not { } payer || step.Take(actor => step.Pail(actor, step.PlantIndex) is null) is not { } farmer || PlantOf(step, farmer) is not { } tx) return null;
        return Signed(step, payer, Sent(step, tx with { Fee = step.Pick(tx.Fee, 0u) }, farmer), FarmCalls.ResourceFee + step.Pick(199, 200, 1_000));
    }

    /// <summary>Of a transaction that was sent a moment ago, so waits in the queue, or is in a ledger. Truthnet divides by the number of its operations, so it has some.</summary>
    static WalkRequest.Send? Replace(WalkStep step)
    {
        if (step.Memory.Sent.LastOrDefault(sent => sent is TransactionEnvelope.Tx { Value.Tx.Operations.Count: > 0 }) is not TransactionEnvelope.Tx { Value: var inner } || step.Take() is not { } payer) return null;
        var bid = inner.Tx.Fee - FeeBumps.ResourceFee(inner.Tx);
        return Signed(step, payer, inner, FeeBumps.ResourceFee(inner.Tx) + Math.Max(0, bid) * step.Pick(2, 10, 19, 20, 40));
    }

    static WalkRequest.Send Signed(WalkStep step, WalkActor payer, TransactionV1Envelope inner, long fee, WalkActor? signer = null)
    {
        var bump = new FeeBumpTransaction(payer.Source, fee, new FeeBumpTransactionInnerTx.EnvelopeTypeTx(inner));
        return step.Send(bump.Sign(step.World.Network, [.. step.SignersOf(signer ?? payer)]));
    }
}
