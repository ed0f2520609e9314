using KalePool.Stellar.Acts;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Submission;

/// <summary>
/// A chain that does more for a work than to wait, since a work is worth nothing after its block. What the queue refused for its fee, or had no place for,
/// is sent again under a higher bid: a fee bump around the same inner transaction, on disk before it is sent. What was taken and is in none of the next
/// ledgers goes, under a higher bid too, to every server: the one that took it may have lost it. The act stays known by the inner hash, which servers find as well.
/// </summary>
/// <param name="everyone">One chain for each server there is now.</param>
sealed class BiddingActChain(IActChain chain, Func<IReadOnlyList<IActChain>> everyone, WorkEnvelopes envelopes, FeeBids bids, WorkLog log) : IActChain
{
    /// <summary>An act is in the ledger after the next at the latest, unless something is wrong.</summary>
    const uint PatienceLedgers = 2;

    /// <summary>A queue takes another transaction in the place of one that it has only for ten times its bid.</summary>
    const int ToReplace = 10;

    readonly Lock _lock = new();
    readonly Dictionary<string, Watched> _watched = new(StringComparer.Ordinal);

    /// <param name="IsOutbid">The queue refused it for its fee.</param>
    /// <param name="IsOvertaken">A server said that its sequence number is not the next one.</param>
    /// <param name="MissedSince">The ledger by which it had not arrived when it was looked for the first time since it was sent.</param>
    sealed record Watched(bool IsOutbid = false, bool IsOvertaken = false, uint? MissedSince = null);

    public async Task<Observation> SendAsync(ActEnvelope act, CancellationToken cancellation)
    {
        var xdr = log.BidOf(act.Hash)?.Xdr ?? act.Xdr;
        if (Of(act).IsOutbid) xdr = await RaiseAsync(act, xdr, 2, cancellation);
        var seen = await chain.SendAsync(act with { Xdr = xdr }, cancellation);
        var refusal = (seen as Observation.Sent)?.Refusal;
        Set(act, new(refusal is not null && IsOfTheFee(refusal), refusal is not null && IsOfTheSequence(refusal)));
        return seen;
    }

    /// <exception cref="SequenceTakenException">Another transaction has used its sequence number.</exception>
    public async Task<Observation> LookUpAsync(ActEnvelope act, CancellationToken cancellation)
    {
        var seen = await chain.LookUpAsync(act, cancellation);
        if (seen is not Observation.NotFound missing)
        {
            if (seen is Observation.Applied) Forget(act);
            return seen;
        }
        var watched = Of(act);
        if (watched.IsOvertaken && await IsTakenAsync(act, cancellation))
        {
            Forget(act);
            throw new SequenceTakenException(act);
        }
        if (watched.MissedSince is not { } since) Set(act, watched with { MissedSince = missing.LatestLedger });
        else if (missing.LatestLedger >= since + PatienceLedgers && missing.LatestLedger + 1 < act.MaxLedger)
        {
            Set(act, watched with { MissedSince = missing.LatestLedger });
            await RemindAsync(act, cancellation);
        }
        return seen;
    }

    public Task<Observation> ReadSourceAsync(ActEnvelope act, CancellationToken cancellation) => chain.ReadSourceAsync(act, cancellation);

    public Task NextLedgerAsync(CancellationToken cancellation) => chain.NextLedgerAsync(cancellation);

    async Task RemindAsync(ActEnvelope act, CancellationToken cancellation)
    {
        var xdr = await RaiseAsync(act, log.BidOf(act.Hash)?.Xdr ?? act.Xdr, ToReplace, cancellation);
        await Task.WhenAll(everyone().Select(each => each.SendAsync(act with { Xdr = xdr }, cancellation)));
    }

    /// <summary>
    /// One server shows the number used by a ledger up to which it knows all transactions since the act was built, and does not know the act: another one has
    /// used it. None of the others knows the act either.
    /// </summary>
    async Task<bool> IsTakenAsync(ActEnvelope act, CancellationToken cancellation)
    {
        var isTaken = false;
        foreach (var server in everyone())
        {
            var source = await server.ReadSourceAsync(act, cancellation) as Observation.Source;
            var seen = await server.LookUpAsync(act, cancellation);
            if (seen is Observation.Applied) return false;
            isTaken |= source is { Sequence: { } sequence } && sequence >= act.Sequence
                && seen is Observation.NotFound missing && missing.LatestLedger >= source.LatestLedger && missing.OldestLedger <= act.BuiltAfter + 1;
        }
        return isTaken;
    }

    async Task<string> RaiseAsync(ActEnvelope act, string xdr, int times, CancellationToken cancellation)
    {
        if (log.Find(act.Hash) is not { } open || await bids.RaiseAsync(BidIn(xdr), open.Works().Count(), cancellation, times) is not { } bid) return xdr;
        var (raised, outer) = envelopes.Raise(xdr, bid);
        return log.Bumped(act.Hash, raised, outer, bid) ? raised : xdr;
    }

    Watched Of(ActEnvelope act)
    {
        lock (_lock) return _watched.GetValueOrDefault(act.Hash) ?? new Watched();
    }

    void Set(ActEnvelope act, Watched watched)
    {
        lock (_lock) _watched[act.Hash] = watched;
    }

    void Forget(ActEnvelope act)
    {
        lock (_lock) _watched.Remove(act.Hash);
    }

    /// <summary>A full queue says TRY_AGAIN_LATER to those who bid too little for it.</summary>
    static bool IsOfTheFee(string refusal) => refusal.Contains("TRY_AGAIN_LATER", StringComparison.Ordinal) || refusal.Contains("InsufficientFee", StringComparison.Ordinal);

    static bool IsOfTheSequence(string refusal) => refusal.Contains("BadSeq", StringComparison.Ordinal);

    /// <summary>Stroops an operation, the bump itself counting as one.</summary>
    static long BidIn(string xdr) => XdrCodec.FromBase64<TransactionEnvelope>(xdr) switch
    {
        TransactionEnvelope.TxFeeBump { Value.Tx: { Fee: var fee, InnerTx: FeeBumpTransactionInnerTx.EnvelopeTypeTx { Value.Tx: var inner } } } =>
            (fee - FeeBumps.ResourceFee(inner)) / (inner.Operations.Count + 1),
        TransactionEnvelope.Tx { Value.Tx: var tx } => (tx.Fee - FeeBumps.ResourceFee(tx)) / tx.Operations.Count,
        _ => 0,
    };
}

/// <summary>Another transaction has used an act's sequence number: it can never be applied, however long its bounds are.</summary>
sealed class SequenceTakenException(ActEnvelope act) : Exception($"another transaction has used sequence number {act.Sequence} of {act.Source}")
{
    public ActOutcome Outcome => new ActOutcome.NotHappened(Message);
}
