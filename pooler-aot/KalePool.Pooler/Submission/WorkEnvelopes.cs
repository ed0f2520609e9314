using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Submission;

/// <summary>Builds and signs transactions of one work, or of many through the router, paid by the pooler's account, with the footprint written down.</summary>
/// <param name="router">Null where there is none: then every work is a transaction.</param>
sealed class WorkEnvelopes(KaleDeployment deployment, RouterDeployment? router, KeyPair payer, Network network)
{
    /// <summary>A queue drops what it could not include in 4 ledgers; with a few more to spare the fate of an act is soon known, and another may follow.</summary>
    const uint LifeInLedgers = 8;

    /// <summary>Work is accepted until somebody opens the next block, which may be a little after the boundary. A queue refuses time bounds nearer than two ledgers.</summary>
    const int LedgersAfterBoundary = 3;

    /// <param name="orders">Of one block, of distinct farmers; more than one only where there is a router.</param>
    /// <param name="source">The payer itself, or a channel account: then the payer wraps it in a fee bump and its own sequence number is not used.</param>
    /// <param name="sequence">The source's present sequence number; the act uses the next one.</param>
    /// <param name="latestLedger">The newest closed ledger known.</param>
    /// <param name="now">By the chain's clock. The time bound is near: a sequence number that somebody else has used is known for certain to be lost only when it has passed.</param>
    /// <param name="bid">Stroops bid for a place in a ledger; what is charged is the ledger's base fee, more only when it is full.</param>
    /// <param name="resourceFee">Stroops, at most.</param>
    public ActEnvelope Build(IReadOnlyList<WorkOrder> orders, KeyPair source, long sequence, uint latestLedger, DateTimeOffset now, TimeSpan ledgerTime, long bid, long resourceFee)
    {
        var isChannel = source.Address != payer.Address;
        var end = orders[0].Boundary + LedgersAfterBoundary * ledgerTime;
        var life = now + (LifeInLedgers + 1) * ledgerTime;
        var maxTime = (life < end ? life : end).ToUnixTimeSeconds();
        var maxLedger = latestLedger + 1 + LifeInLedgers;
        var bounds = new Bounds(MaxTime: (ulong)maxTime, MaxLedger: maxLedger);
        var data = KaleFootprints.TransactionData(Resources(orders), resourceFee);
        var tx = TransactionFactory.Soroban(
            MuxedOf(source), checked(sequence + 1), bounds, Operations.Invoke(Call(orders, source)), data, isChannel ? TransactionFactory.BaseFee : checked((uint)bid));
        var envelope = tx.Sign(network, source);
        if (isChannel) envelope = Bumped(envelope, bid);
        return new(HexOf(TransactionHash.Of(tx, network)), envelope.ToBase64(), source.Address, tx.SeqNum, maxLedger, maxTime, latestLedger);
    }

    /// <summary>The same inner transaction under a higher bid of the payer.</summary>
    /// <returns>Base64 of the envelope, and the hex of its own hash.</returns>
    public (string Xdr, string OuterHash) Raise(string xdr, long bid)
    {
        var bumped = Bumped(XdrCodec.FromBase64<TransactionEnvelope>(xdr), bid);
        return (bumped.ToBase64(), HexOf(TransactionHash.Of(bumped, network)));
    }

    /// <summary>Unsigned and without bounds, for asking what it would cost.</summary>
    public TransactionEnvelope ForSimulation(IReadOnlyList<WorkOrder> orders) => new TransactionEnvelope.Tx(new TransactionV1Envelope(
        TransactionFactory.ToSimulate(MuxedOf(payer), 1, Bounds.None, Operations.Invoke(Call(orders, payer))), []));

    /// <summary>The calls of a transaction with these works, in its order.</summary>
    public static IReadOnlyList<KaleCall> Calls(IEnumerable<WorkOrder> orders) =>
        [.. orders.Select(order => new KaleCall.Work(KaleAddresses.Parse(order.Wallet), order.Best.Hash.ToBytes(), order.Best.Nonce))];

    InvokeHostFunctionOp Call(IReadOnlyList<WorkOrder> orders, KeyPair source) => orders.Count == 1
        ? KaleInvocations.Operation(deployment, Calls(orders)[0])
        : RouterInvocations.Operation(RequiredRouter, deployment, KaleAddresses.Account(source.PublicKey), Calls(orders));

    SorobanResources Resources(IReadOnlyList<WorkOrder> orders)
    {
        var farmers = orders.Select(order => KaleAddresses.Parse(order.Wallet)).ToArray();
        return farmers.Length == 1 ? KaleFootprints.Work(deployment, farmers[0], orders[0].Block) : RouterFootprints.Works(deployment, RequiredRouter, farmers, orders[0].Block);
    }

    RouterDeployment RequiredRouter => router ?? throw new InvalidOperationException("several works in one transaction need a router");

    TransactionEnvelope Bumped(TransactionEnvelope inner, long bid) => FeeBumps.Of(inner, MuxedOf(payer), bid).Sign(network, payer);

    static MuxedAccount.Ed25519 MuxedOf(KeyPair key) => new(key.PublicKey);

    static string HexOf(Opaque hash) => Convert.ToHexStringLower(hash.Span);
}
