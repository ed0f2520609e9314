using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>One of the calls that the router makes.</summary>
/// <param name="CanFail">Whether its failure undoes only itself; else it is the whole transaction's.</param>
public sealed record RoutedCall(InvokeContractArgs Invocation, bool CanFail);

/// <summary>The router's only function: <c>exec(caller: Address, invocations: Vec&lt;(Address, Symbol, Vec, bool)&gt;) → Vec&lt;Val&gt;</c>.</summary>
public static class RouterInvocations
{
    const string Function = "exec";

    /// <summary>Calls of the farm made in their order, sent by <paramref name="caller"/>, whose signature of the transaction covers them. Nothing of his can be moved by
    /// them: what he authorises is <c>exec</c> and nothing below it.</summary>
    /// <param name="calls">Such as need nobody's authorisation: works and harvests, at least one.</param>
    /// <param name="canFail">Whether one that fails leaves the others as they are.</param>
    /// <exception cref="ArgumentException">No call, or one that somebody has to authorise.</exception>
    public static InvokeHostFunctionOp Operation(RouterDeployment router, KaleDeployment deployment, SCAddress caller, IReadOnlyList<KaleCall> calls, bool canFail = true)
    {
        ArgumentNullException.ThrowIfNull(calls);
        if (calls.FirstOrDefault(call => call is not (KaleCall.Work or KaleCall.Harvest)) is { } other) throw new ArgumentException($"{other.Function} needs its authoriser", nameof(calls));
        return Operation(router, caller, [.. calls.Select(call => new RoutedCall(KaleInvocations.Invocation(deployment, call), canFail))]);
    }

    /// <inheritdoc cref="Operation(RouterDeployment, KaleDeployment, SCAddress, IReadOnlyList{KaleCall}, bool)"/>
    public static InvokeHostFunctionOp Operation(RouterDeployment router, SCAddress caller, IReadOnlyList<RoutedCall> calls)
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(calls);
        if (calls.Count == 0) throw new ArgumentException("at least one call expected", nameof(calls));
        var args = new InvokeContractArgs(
            new SCAddress.Contract(router.ContractId), Function, [new SCVal.Address(caller), new SCVal.Vec([.. calls.Select(Argument)])]);
        var authorized = new SorobanAuthorizedInvocation(new SorobanAuthorizedFunction.ContractFn(args), []);
        return new InvokeHostFunctionOp(new HostFunction.InvokeContract(args), [new SorobanAuthorizationEntry(new SorobanCredentials.SourceAccount(), authorized)]);
    }

    /// <summary>The works and harvests that a transaction has the router make, in their order.</summary>
    /// <exception cref="KaleFormatException">It is no such transaction.</exception>
    public static IReadOnlyList<KaleCall> CallsOf(TransactionEnvelope envelope, KaleDeployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return envelope is TransactionEnvelope.Tx { Value.Tx.Operations: [{ Body: OperationBody.InvokeHostFunction { Value.HostFunction: HostFunction.InvokeContract { Value: { Args: [_, SCVal.Vec { Value: { } calls }] } exec } } }] }
            && exec.FunctionName == Function
            ? [.. calls.Select(call => CallOf(call, deployment))]
            : throw new KaleFormatException("router: a transaction with one call of it expected");
    }

    static KaleCall CallOf(SCVal routed, KaleDeployment deployment) => routed switch
    {
        SCVal.Vec { Value: [SCVal.Address { Value: SCAddress.Contract { Value: var farm } }, SCVal.Symbol { Value: var name }, SCVal.Vec { Value: [SCVal.Address { Value: var farmer }, SCVal.U32 { Value: var index }] }, _] }
            when farm == deployment.ContractId && name == "harvest" => new KaleCall.Harvest(farmer, index),
        SCVal.Vec
        {
            Value: [SCVal.Address { Value: SCAddress.Contract { Value: var farm } }, SCVal.Symbol { Value: var name }, SCVal.Vec { Value: [SCVal.Address { Value: var farmer }, SCVal.Bytes { Value: var hash }, SCVal.U64 { Value: var nonce }] }, _],
        }
            when farm == deployment.ContractId && name == "work" => new KaleCall.Work(farmer, hash, nonce),
        _ => throw new KaleFormatException("router: a work or harvest of the farm expected"),
    };

    static SCVal Argument(RoutedCall call) => SCVals.Vec(
        new SCVal.Address(call.Invocation.ContractAddress), new SCVal.Symbol(call.Invocation.FunctionName), new SCVal.Vec(call.Invocation.Args), new SCVal.Bool(call.CanFail));
}
