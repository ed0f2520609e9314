using KalePool.Stellar.Acts;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Submission;

/// <summary>
/// A chain to which an act that the queue refused for its fee, or had no place for, is sent again under a higher bid: a fee bump around the same inner
/// transaction, on disk before it is sent. The act stays known by the inner hash, which servers find as well.
/// </summary>
sealed class BiddingActChain(IActChain chain, WorkEnvelopes envelopes, FeeBids bids, WorkLog log) : IActChain
{
    readonly Lock _lock = new();
    readonly HashSet<string> _outbid = new(StringComparer.Ordinal);

    public async Task<Observation> SendAsync(ActEnvelope act, CancellationToken cancellation)
    {
        var xdr = log.BidOf(act.Hash)?.Xdr ?? act.Xdr;
        if (TakeOutbid(act.Hash)) xdr = await RaiseAsync(act, xdr, cancellation);
        var seen = await chain.SendAsync(act with { Xdr = xdr }, cancellation);
        if (seen is Observation.Sent { Refusal: { } refusal } && IsOfTheFee(refusal))
            lock (_lock) _outbid.Add(act.Hash);
        return seen;
    }

    public Task<Observation> LookUpAsync(ActEnvelope act, CancellationToken cancellation) => chain.LookUpAsync(act, cancellation);

    public Task<Observation> ReadSourceAsync(ActEnvelope act, CancellationToken cancellation) => chain.ReadSourceAsync(act, cancellation);

    public Task NextLedgerAsync(CancellationToken cancellation) => chain.NextLedgerAsync(cancellation);

    async Task<string> RaiseAsync(ActEnvelope act, string xdr, CancellationToken cancellation)
    {
        if (log.Find(act.Hash) is not { } open || await bids.RaiseAsync(BidIn(xdr), open.Works().Count(), cancellation) is not { } bid) return xdr;
        var (raised, outer) = envelopes.Raise(xdr, bid);
        return log.Bumped(act.Hash, raised, outer, bid) ? raised : xdr;
    }

    bool TakeOutbid(string hash)
    {
        lock (_lock) return _outbid.Remove(hash);
    }

    /// <summary>A full queue says TRY_AGAIN_LATER to those who bid too little for it.</summary>
    static bool IsOfTheFee(string refusal) => refusal.Contains("TRY_AGAIN_LATER", StringComparison.Ordinal) || refusal.Contains("InsufficientFee", StringComparison.Ordinal);

    /// <summary>Stroops an operation, the bump itself counting as one.</summary>
    static long BidIn(string xdr) => XdrCodec.FromBase64<TransactionEnvelope>(xdr) switch
    {
        TransactionEnvelope.TxFeeBump { Value.Tx: { Fee: var fee, InnerTx: FeeBumpTransactionInnerTx.EnvelopeTypeTx { Value.Tx: var inner } } } =>
            (fee - FeeBumps.ResourceFee(inner)) / (inner.Operations.Count + 1),
        TransactionEnvelope.Tx { Value.Tx: var tx } => (tx.Fee - FeeBumps.ResourceFee(tx)) / tx.Operations.Count,
        _ => 0,
    };
}
