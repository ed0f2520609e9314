using KalePool.Stellar.Xdr;
using KalePool.Tests.Golden;

namespace KalePool.Stellar.Tests.Golden.Checks;

/// <summary>results.json and meta.json.</summary>
static class OutcomeChecks
{
    public static void Result(GoldenCase item)
    {
        var result = item.Value<TransactionResult>();
        Assert.Equal(item.Text("feeCharged"), $"{result.FeeCharged}");
        Assert.Equal(item.Get("txCode").GetInt32(), result.Result.Discriminant);
        Assert.Equal(item.Text("code"), ArmOf(result.Result));
        if (item.Has("innerTransactionHashHex")) Assert.Equal(item.Text("innerTransactionHashHex"), Inner(result).TransactionHash.ToHex());
        if (item.Has("op")) Operation(item, Assert.Single(Operations(result)));
    }

    public static void SuccessPreimage(GoldenCase item)
    {
        var preimage = item.Value<InvokeHostFunctionSuccessPreImage>();
        Assert.Equal(item.Text("sha256Hex"), ValueChecks.Sha256(preimage));
    }

    public static void Meta(GoldenCase item)
    {
        var meta = item.Value<TransactionMeta>();
        Assert.Equal(item.Text("version"), ArmOf(meta));
        var (value, perOperation, transaction, diagnostic) = Found(meta);
        Assert.Equal(item.TextOrNull("returnValueXdr"), value?.ToBase64());
        ValueChecks.Native(item.Get("returnValueNative"), value);
        Assert.Equal(item.Texts("transactionEvents").Select(item.Decoded<TransactionEvent>), transaction);
        Assert.Equal(item.Texts("diagnosticEvents").Select(item.Decoded<DiagnosticEvent>), diagnostic);
        Assert.Equal(
            item.Get("contractEventsPerOp").EnumerateArray().Select(events => events.EnumerateArray().Select(e => item.Decoded<ContractEvent>(e.GetString()!)).ToXdrArray()),
            perOperation);
        if (item.Has("contractError")) Assert.Equal(item.Get("contractError").GetUInt32(), ContractError(diagnostic));
    }

    /// <summary>Return value, contract events by operation, the transaction's events, diagnostics: where each version keeps them.</summary>
    static (SCVal? Value, IEnumerable<XdrArray<ContractEvent>> PerOperation, XdrArray<TransactionEvent> Transaction, XdrArray<DiagnosticEvent> Diagnostic) Found(TransactionMeta meta) => meta switch
    {
        TransactionMeta.V4 { Value: var v4 } => (v4.SorobanMeta?.ReturnValue, v4.Operations.Select(operation => operation.Events), v4.Events, v4.DiagnosticEvents),
        TransactionMeta.V3 { Value.SorobanMeta: { } soroban } => (soroban.ReturnValue, soroban.Events.Count == 0 ? [] : [soroban.Events], [], soroban.DiagnosticEvents),
        _ => (null, [], [], []),
    };

    static uint ContractError(XdrArray<DiagnosticEvent> events) => events
        .Select(e => ((ContractEventBody.V0)e.Event.Body).Value.Topics)
        .Select(topics => topics.Count == 2 && topics[0] == SCVals.Symbol("error") && topics[1] is SCVal.Error { Value: SCError.Contract error } ? error.Value : (uint?)null)
        .First(number => number is not null)!.Value;

    static void Operation(GoldenCase item, OperationResult result)
    {
        if (!item.Has("opArm"))
        {
            Assert.Equal(item.Text("op"), ArmOf(result));
            return;
        }
        var inner = Assert.IsType<OperationResult.OpInner>(result).Value;
        var outcome = inner.GetType().GetProperty("Value")!.GetValue(inner)!;
        Assert.Equal(item.Text("op"), ArmOf(inner));
        Assert.Equal(item.Text("opArm"), ArmOf(inner) + outcome.GetType().Name);
        Assert.Equal(item.Get("opCode").GetInt32(), outcome.GetType().GetProperty("Discriminant")!.GetValue(outcome));
    }

    static XdrArray<OperationResult> Operations(TransactionResult result) => result.Result switch
    {
        TransactionResultResult.TxSuccess success => success.Value,
        TransactionResultResult.TxFailed failed => failed.Value,
        _ => Inner(result).Result.Result switch
        {
            InnerTransactionResultResult.TxSuccess success => success.Value,
            InnerTransactionResultResult.TxFailed failed => failed.Value,
            _ => [],
        },
    };

    static InnerTransactionResultPair Inner(TransactionResult result) => result.Result switch
    {
        TransactionResultResult.TxFeeBumpInnerSuccess success => success.Value,
        TransactionResultResult.TxFeeBumpInnerFailed failed => failed.Value,
        _ => throw new InvalidDataException("no fee bump"),
    };

    /// <summary>txTooEarly, createAccount, v4: the arm as the official client names it.</summary>
    static string ArmOf(object union)
    {
        var name = union.GetType().Name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
