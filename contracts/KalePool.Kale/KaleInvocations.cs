using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>Calls of the farm as operations of a transaction, each with the authorisation that it needs.</summary>
public static class KaleInvocations
{
    /// <summary>A call sent by whoever has to authorise it, whose signature of the transaction covers it.</summary>
    /// <param name="call">For a plant the operation's source must be the farmer himself.</param>
    public static InvokeHostFunctionOp Operation(KaleDeployment deployment, KaleCall call)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(call);
        return new InvokeHostFunctionOp(
            new HostFunction.InvokeContract(Invocation(deployment, call)),
            call is KaleCall.Work or KaleCall.Harvest ? [] : [new SorobanAuthorizationEntry(new SorobanCredentials.SourceAccount(), Authorized(deployment, call))]);
    }

    /// <summary>The tree of calls in which the authoriser is asked: the call itself, and below a plant with a stake the asset's burn.</summary>
    public static SorobanAuthorizedInvocation Authorized(KaleDeployment deployment, KaleCall call)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(call);
        return new SorobanAuthorizedInvocation(
            new SorobanAuthorizedFunction.ContractFn(Invocation(deployment, call)),
            call is KaleCall.Plant { Amount: var amount, Farmer: var farmer } && amount > 0
                ? [new SorobanAuthorizedInvocation(new SorobanAuthorizedFunction.ContractFn(Burn(deployment, farmer, amount)), [])]
                : []);
    }

    /// <summary>The call's contract, function and arguments.</summary>
    public static InvokeContractArgs Invocation(KaleDeployment deployment, KaleCall call)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(call);
        return new InvokeContractArgs(new SCAddress.Contract(deployment.ContractId), call.Function, call.Args);
    }

    static InvokeContractArgs Burn(KaleDeployment deployment, SCAddress farmer, Int128 amount) =>
        new(new SCAddress.Contract(deployment.AssetContractId), "burn", [new SCVal.Address(farmer), SCVals.I128(amount)]);
}
