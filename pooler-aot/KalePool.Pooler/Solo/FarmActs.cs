using KalePool.Kale;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Submission;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Solo;

/// <summary>What has come of one try.</summary>
/// <param name="IsDone">The chain shows what was wanted: a pail that is there, or one that is gone.</param>
/// <param name="Code">An <see cref="Contracts.Errors.ErrorCode"/> where it is not done; null: try again.</param>
sealed record FarmActResult(bool IsDone, string? Code = null, string? Message = null);

/// <summary>Plants and harvests of one's own accounts, one at a time each. Every envelope is on disk before it is sent, and carried to its outcome before the next is built.</summary>
sealed class FarmActs(
    IStellarRpc rpc, KaleDeployment deployment, FarmEnvelopes envelopes, FarmActLog log, FeeBids bids, ActRunner runner, AccountTurns turns, Func<ChainClock> clock, TimeProvider time)
{
    /// <summary>Acts of an earlier run, each to its outcome. Their accounts' turns are taken before this returns.</summary>
    public Task ResumeAsync(CancellationToken cancellation) => Task.WhenAll(log.Open.Select(act => ResumeAsync(act, cancellation)));

    /// <param name="opens">Unix seconds from which on that block can be planted in; 0: it is open.</param>
    public Task<FarmActResult> PlantAsync(SoloAccount account, uint block, long opens, CancellationToken cancellation) => RunAsync(
        account, block, FarmActSubmitted.Plant, account.Stake, opens, new KaleCall.Plant(account.Farmer, account.Stake),
        seen => seen.Pail is not null ? new(true) : seen.WhyNotPlant(account.Stake) is { } why ? new(false, why.Code, why.Message) : null, cancellation);

    public Task<FarmActResult> HarvestAsync(SoloAccount account, uint block, CancellationToken cancellation) => RunAsync(
        account, block, FarmActSubmitted.Harvest, 0, 0, new KaleCall.Harvest(account.Farmer, block),
        seen => seen.Pail is null ? new(true)
            : !seen.Pail.IsWorked ? new(false, Contracts.Errors.ErrorCode.NotWorked, "the pail has no work")
            : seen.Line is null ? new(false, Contracts.Errors.ErrorCode.NoTrustline, "it has no trustline for KALE: add the asset in your wallet") : null, cancellation);

    async Task<FarmActResult> RunAsync(
        SoloAccount account, uint block, string kind, long stake, long opens, KaleCall call, Func<FarmReading, FarmActResult?> decide, CancellationToken cancellation)
    {
        using var turn = await turns.TakeAsync(account.Address, cancellation);
        // Within the turn: what an act before has done shows here.
        var seen = await FarmReading.ReadAsync(rpc, deployment, account, block, cancellation);
        if (decide(seen) is { } known) return known;
        var now = clock();
        var act = envelopes.Build(
            call, block, account, Math.Max(seen.Account!.SeqNum, turn.LastApplied), opens, seen.Ledger, now.At(time.GetUtcNow()), now.LedgerTime, await bids.BidAsync(1, cancellation));
        log.Submitted(block, account.Address, kind, stake, act);
        return Settle(block, kind, act, turn, await runner.RunAsync(act, false, cancellation));
    }

    async Task ResumeAsync(FarmActSubmitted sent, CancellationToken cancellation)
    {
        using var turn = await turns.TakeAsync(sent.Wallet, cancellation);
        var act = FarmActLog.EnvelopeOf(sent);
        Settle(sent.Block, sent.Kind, act, turn, await runner.RunAsync(act, true, cancellation));
    }

    FarmActResult Settle(uint block, string kind, ActEnvelope act, AccountTurns.Turn turn, ActOutcome outcome)
    {
        log.Settled(block, act.Hash, outcome, kind == FarmActSubmitted.Harvest && outcome is ActOutcome.Success success ? RewardOf(success) : 0);
        if (outcome is ActOutcome.Success or ActOutcome.Failed) turn.LastApplied = act.Sequence;
        return outcome switch
        {
            ActOutcome.Success => new(true),
            ActOutcome.Failed failed => new(false, null, ReasonOf(failed)),
            ActOutcome.NotHappened never => new(false, null, $"never applied{(never.LastRefusal is { } said ? $", the queue said {said}" : "")}"),
            ActOutcome.Unknown unknown => new(false, null, unknown.Reason),
            _ => new(false, null, outcome.GetType().Name),
        };
    }

    static long RewardOf(ActOutcome.Success success)
    {
        try
        {
            var returned = XdrCodec.FromBase64<TransactionMeta>(success.MetaXdr) switch
            {
                TransactionMeta.V3 { Value: var v3 } => v3.SorobanMeta?.ReturnValue,
                TransactionMeta.V4 { Value: var v4 } => v4.SorobanMeta?.ReturnValue,
                _ => null,
            };
            return returned is SCVal.I128 { Value: var reward } ? checked((long)reward.ToInt128()) : 0;
        }
        catch (Exception e) when (e is XdrException or OverflowException)
        {
            return 0; // the balance on the chain says it
        }
    }

    string ReasonOf(ActOutcome.Failed failed)
    {
        try
        {
            var failure = KaleErrors.OfDiagnostics(failed.DiagnosticEventsXdr.Select(XdrCodec.FromBase64<DiagnosticEvent>), deployment);
            return failure?.Kale?.ToString() ?? failure?.Asset?.ToString() ?? "the transaction failed";
        }
        catch (XdrException e)
        {
            return $"its result cannot be read: {e.Message}";
        }
    }
}
