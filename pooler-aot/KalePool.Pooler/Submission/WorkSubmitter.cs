using KalePool.Kale;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Work;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Submission;

/// <summary>
/// Submits works through the pooler's account, one after another: an account has one transaction in flight, and the next one's sequence number is known
/// only when the fate of the one before is.
/// </summary>
sealed class WorkSubmitter(
    ChainReader reader, BlockWatcher watcher, WorkEnvelopes envelopes, WorkFees fees, ActRunner runner, WorkLog log, KaleDeployment deployment, KeyPair account,
    TimeProvider time) : IDisposable
{
    readonly SemaphoreSlim _oneAtATime = new(1, 1);
    long _lastApplied;

    public SubmissionPace Pace { get; private set; } = SubmissionPace.Unknown;

    /// <summary>Carries the acts that a stop left open to their outcome. Must end before anything is submitted.</summary>
    public async Task<IReadOnlyList<WorkOutcome>> ResumeAsync(CancellationToken cancellation)
    {
        var outcomes = new List<WorkOutcome>();
        foreach (var act in log.Open)
        {
            var outcome = await runner.RunAsync(WorkLog.EnvelopeOf(act), resumed: true, cancellation);
            log.Settled(act.Block, act.TxHash, outcome);
            outcomes.Add(OutcomeOf(new(act.Block, act.Wallet, WorkLog.FoundOf(act.WorkHash, act.Nonce), default), act.TxHash, outcome));
        }
        return outcomes;
    }

    /// <summary>Builds, persists, sends, and waits for the outcome.</summary>
    /// <exception cref="RpcException">Before anything was sent.</exception>
    public async Task<WorkOutcome> SubmitAsync(WorkOrder order, CancellationToken cancellation)
    {
        await _oneAtATime.WaitAsync(cancellation);
        try
        {
            var started = time.GetTimestamp();
            var (ledger, sequence) = await reader.ReadSequenceAsync(account, cancellation);
            if (sequence is null) return new(order, false, "none", $"the account {account.Address} does not exist on this network: it needs XLM");
            var fee = await fees.ResourceFeeAsync(order, cancellation);
            // A node that lags behind the one that told of the last act still shows the number before it.
            var act = envelopes.Build(order, Math.Max(sequence.Value, _lastApplied), ledger, watcher.LedgerTime, fee);
            log.Submitted(order, act);
            var outcome = await runner.RunAsync(act, resumed: false, cancellation);
            log.Settled(order.Block, act.Hash, outcome);
            Pace = Pace.With(time.GetElapsedTime(started));
            if (outcome is ActOutcome.Success or ActOutcome.Failed) _lastApplied = act.Sequence;
            if (outcome is not ActOutcome.Success) fees.Forget();
            return OutcomeOf(order, act.Hash, outcome);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    WorkOutcome OutcomeOf(WorkOrder order, string txHash, ActOutcome outcome) => new(order, outcome is ActOutcome.Success, txHash, outcome switch
    {
        ActOutcome.Success => null,
        ActOutcome.Failed failed => ReasonOf(failed),
        ActOutcome.NotHappened never => $"never applied{(never.LastRefusal is { } said ? $", the queue said {said}" : "")}",
        ActOutcome.Unknown unknown => unknown.Reason,
        _ => outcome.GetType().Name,
    });

    string ReasonOf(ActOutcome.Failed failed)
    {
        try
        {
            var events = failed.DiagnosticEventsXdr.Select(XdrCodec.FromBase64<DiagnosticEvent>);
            if (KaleErrors.OfDiagnostics(events, deployment)?.Kale is { } error) return error.ToString();
            return XdrCodec.FromBase64<TransactionResult>(failed.ResultXdr).Result switch
            {
                TransactionResultResult.TxFailed { Value: [OperationResult.OpInner { Value: OperationResultTr.InvokeHostFunction { Value: var result } }, ..] } => result.GetType().Name,
                var other => other.GetType().Name,
            };
        }
        catch (XdrException e)
        {
            return $"its result cannot be read: {e.Message}";
        }
    }
}
