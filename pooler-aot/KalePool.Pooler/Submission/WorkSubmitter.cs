using KalePool.Pooler.Chain;
using KalePool.Pooler.Work;
using KalePool.Stellar.Acts;

namespace KalePool.Pooler.Submission;

/// <summary>Submits works to the chain, as many side by side as there are lanes. Every envelope is on disk before it is sent, and carried to its outcome.</summary>
/// <param name="turns">Of the accounts, which may send other things too.</param>
/// <param name="together">Works in one transaction: more than 1 only with a router.</param>
sealed class WorkSubmitter(
    ChainReader reader, BlockWatcher watcher, WorkEnvelopes envelopes, WorkFees fees, FeeBids bids, ActRunner runner, WorkLog log, OutcomeReader outcomes, WorkLanes lanes,
    AccountTurns turns, int together, TimeProvider time) : IWorkSubmitter
{
    readonly Lock _lock = new();
    SubmissionPace _pace = SubmissionPace.Unknown;

    public int Lanes => lanes.Count;

    public int Together => together;

    /// <summary>An act sent now is in a ledger after the next at the latest, if it is in time at all.</summary>
    public int LedgersBeforeBoundary => 2;

    public SubmissionPace Pace
    {
        get
        {
            lock (_lock) return _pace;
        }
    }

    public async Task<IReadOnlyList<WorkOutcome>> ResumeAsync(CancellationToken cancellation) =>
        [.. (await Task.WhenAll(log.Open.Select(act => ResumeAsync(act, cancellation)))).SelectMany(each => each)];

    /// <summary>Builds, persists, sends, and waits for the outcome.</summary>
    public async Task<IReadOnlyList<WorkOutcome>> SubmitAsync(IReadOnlyList<WorkOrder> orders, CancellationToken cancellation)
    {
        var lane = await lanes.TakeAsync(cancellation);
        try
        {
            using var turn = await turns.TakeAsync(lane.Account.Address, cancellation);
            var started = time.GetTimestamp();
            var (ledger, sequence) = await reader.ReadSequenceAsync(lane.Account, cancellation);
            if (sequence is null)
                return [.. orders.Select(order => new WorkOutcome(order, false, null, $"the account {lane.Account.Address} does not exist on this network: it needs XLM"))];
            var fee = await fees.ResourceFeeAsync(orders, cancellation);
            var bid = await bids.BidAsync(orders.Count, cancellation);
            var act = envelopes.Build(orders, lane.Account, Math.Max(sequence.Value, turn.LastApplied), ledger, watcher.Now, watcher.LedgerTime, bid, fee);
            log.Submitted(orders, act);
            var outcome = await RunAsync(act, false, cancellation);
            var results = Settle(orders, act.Hash, outcome);
            lock (_lock) _pace = _pace.With(time.GetElapsedTime(started));
            if (outcome is ActOutcome.Success or ActOutcome.Failed) turn.LastApplied = act.Sequence;
            if (outcome is not ActOutcome.Success) fees.Forget();
            return results;
        }
        finally
        {
            lanes.GiveBack(lane);
        }
    }

    async Task<IReadOnlyList<WorkOutcome>> ResumeAsync(ActSubmitted act, CancellationToken cancellation)
    {
        WorkOrder[] orders = [.. act.Works().Select(work => new WorkOrder(act.Block, work.Wallet, WorkLog.FoundOf(work.WorkHash, work.Nonce), default))];
        using var turn = await turns.TakeAsync(act.Source, cancellation);
        return Settle(orders, act.TxHash, await RunAsync(WorkLog.EnvelopeOf(act), true, cancellation));
    }

    async Task<ActOutcome> RunAsync(ActEnvelope act, bool isResumed, CancellationToken cancellation)
    {
        try
        {
            return await runner.RunAsync(act, isResumed, cancellation);
        }
        catch (SequenceTakenException e)
        {
            return e.Outcome;
        }
    }

    IReadOnlyList<WorkOutcome> Settle(IReadOnlyList<WorkOrder> orders, string txHash, ActOutcome outcome)
    {
        var results = outcomes.Read(orders, txHash, outcome);
        log.Settled(orders[0].Block, txHash, outcome, [.. results.Where(result => !result.IsSuccess).Select(result => result.Order.Wallet)]);
        return results;
    }
}
