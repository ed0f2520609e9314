using System.Security.Cryptography;
using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Submission;

/// <summary>Builds and signs transactions of one work each, paid by the pooler's account, with the footprint written down.</summary>
sealed class WorkEnvelopes(KaleDeployment deployment, KeyPair account, Network network)
{
    /// <summary>Stroops bid for a place in a ledger; what is charged is the ledger's base fee, more only when it is full.</summary>
    public const uint InclusionBid = 10_000;

    /// <summary>A queue drops what it could not include in 4 ledgers; with a few more to spare the fate of an act is soon known, and another may follow.</summary>
    const uint LifeInLedgers = 8;

    /// <summary>Work is accepted until somebody opens the next block, which may be a little after the boundary. A queue refuses time bounds nearer than two ledgers.</summary>
    const int LedgersAfterBoundary = 3;

    /// <param name="sequence">The account's present sequence number; the act uses the next one.</param>
    /// <param name="latestLedger">The newest closed ledger known.</param>
    /// <param name="resourceFee">Stroops, at most.</param>
    public ActEnvelope Build(WorkOrder order, long sequence, uint latestLedger, TimeSpan ledgerTime, long resourceFee)
    {
        var maxTime = (order.Boundary + LedgersAfterBoundary * ledgerTime).ToUnixTimeSeconds();
        var maxLedger = latestLedger + 1 + LifeInLedgers;
        var tx = Transaction(order, checked(sequence + 1), new((ulong)maxTime, maxLedger), resourceFee);
        var hash = SHA256.HashData(new TransactionSignaturePayload(network.Id, new TransactionSignaturePayloadTaggedTransaction.Tx(tx)).ToXdr());
        var signature = new DecoratedSignature(new Opaque(account.PublicKey.Span[^4..]), account.Sign(hash));
        TransactionEnvelope envelope = new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, [signature]));
        return new(Convert.ToHexStringLower(hash), envelope.ToBase64(), account.Address, tx.SeqNum, maxLedger, maxTime, latestLedger);
    }

    /// <summary>Unsigned and without bounds, for asking what it would cost.</summary>
    public TransactionEnvelope ForSimulation(WorkOrder order) => new TransactionEnvelope.Tx(new TransactionV1Envelope(Transaction(order, 0, null, 0), []));

    Transaction Transaction(WorkOrder order, long sequence, Bounds? bounds, long resourceFee)
    {
        var farmer = KaleAddresses.Parse(order.Wallet);
        var call = KaleInvocations.Operation(deployment, new KaleCall.Work(farmer, order.Best.Hash.ToBytes(), order.Best.Nonce));
        var resources = KaleFootprints.Work(deployment, farmer, order.Block);
        return new(
            new MuxedAccount.Ed25519(account.PublicKey),
            checked(InclusionBid + (uint)resourceFee),
            sequence,
            bounds is null
                ? new Preconditions.None()
                : new Preconditions.V2(new PreconditionsV2(new TimeBounds(0, bounds.MaxTime), new LedgerBounds(0, bounds.MaxLedger), null, 0, 0, [])),
            new Memo.None(),
            [new Operation(null, new OperationBody.InvokeHostFunction(call))],
            bounds is null ? new TransactionExt.V0() : new TransactionExt.V1(KaleFootprints.TransactionData(resources, resourceFee)));
    }

    sealed record Bounds(ulong MaxTime, uint MaxLedger);
}
