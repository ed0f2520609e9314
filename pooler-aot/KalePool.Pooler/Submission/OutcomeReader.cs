using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Submission;

/// <summary>What an act's outcome means for each of its works.</summary>
sealed class OutcomeReader(KaleDeployment deployment)
{
    public IReadOnlyList<WorkOutcome> Read(IReadOnlyList<WorkOrder> orders, string txHash, ActOutcome outcome)
    {
        if (outcome is ActOutcome.Success success) return [.. orders.Zip(FailuresOf(orders, success), (order, failure) => Member(order, txHash, success.Ledger, failure))];
        var reason = outcome switch
        {
            ActOutcome.Failed failed => ReasonOf(failed),
            ActOutcome.NotHappened never => $"never applied{(never.LastRefusal is { } said ? $", the queue said {said}" : "")}",
            ActOutcome.Unknown unknown => unknown.Reason,
            _ => outcome.GetType().Name,
        };
        // Applied and failed as a whole: what was declared may have been too little for so many, or one of them is to blame.
        int? together = outcome is ActOutcome.Failed ? Math.Max(1, orders.Count / 2) : null;
        return [.. orders.Select(order => new WorkOutcome(order, false, txHash, reason, MostTogether: together, IsCharged: outcome is not ActOutcome.NotHappened))];
    }

    static WorkOutcome Member(WorkOrder order, string txHash, uint ledger, string? failure) => failure is null
        ? new(order, true, txHash, null, ledger)
        : new(order, false, txHash, failure, MostTogether: 1);

    /// <summary>For each work why it failed inside the transaction, null where it did not. What the router says cannot be relied on: where it is no answer, the pails tell.</summary>
    static IEnumerable<string?> FailuresOf(IReadOnlyList<WorkOrder> orders, ActOutcome.Success success)
    {
        if (orders.Count == 1) return [null];
        try
        {
            if (ReturnValueOf(XdrCodec.FromBase64<TransactionMeta>(success.MetaXdr)) is not { } value) return orders.Select(_ => (string?)null);
            return RouterResults.Decode(value, WorkEnvelopes.Calls(orders)).Select(result =>
                result is RoutedResult.Failed failed ? failed.Failure?.Kale?.ToString() ?? $"{failed.Error}" : null);
        }
        catch (Exception e) when (e is XdrException or KaleFormatException)
        {
            return orders.Select(_ => (string?)null);
        }
    }

    static SCVal? ReturnValueOf(TransactionMeta meta) => meta switch
    {
        TransactionMeta.V3 { Value: var v3 } => v3.SorobanMeta?.ReturnValue,
        TransactionMeta.V4 { Value: var v4 } => v4.SorobanMeta?.ReturnValue,
        _ => null,
    };

    string ReasonOf(ActOutcome.Failed failed)
    {
        try
        {
            var events = failed.DiagnosticEventsXdr.Select(XdrCodec.FromBase64<DiagnosticEvent>);
            if (KaleErrors.OfDiagnostics(events, deployment)?.Kale is { } error) return error.ToString();
            return XdrCodec.FromBase64<TransactionResult>(failed.ResultXdr).Result switch
            {
                TransactionResultResult.TxFailed { Value: var results } => NameOf(results),
                TransactionResultResult.TxFeeBumpInnerFailed { Value.Result.Result: InnerTransactionResultResult.TxFailed { Value: var results } } => NameOf(results),
                TransactionResultResult.TxFeeBumpInnerFailed { Value.Result.Result: var inner } => inner.GetType().Name,
                var other => other.GetType().Name,
            };
        }
        catch (XdrException e)
        {
            return $"its result cannot be read: {e.Message}";
        }
    }

    static string NameOf(IReadOnlyList<OperationResult> results) => results switch
    {
        [OperationResult.OpInner { Value: OperationResultTr.InvokeHostFunction { Value: var result } }, ..] => result.GetType().Name,
        [var other, ..] => other.GetType().Name,
        [] => "no result",
    };
}
