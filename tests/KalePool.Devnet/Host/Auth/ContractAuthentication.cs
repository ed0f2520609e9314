using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Auth;

/// <summary>A contract that is an account says by itself whether it agrees: <c>__check_auth(payload, signature, contexts)</c>.</summary>
static class ContractAuthentication
{
    static readonly XdrString CheckAuth = "__check_auth";

    /// <summary>Null if it agrees.</summary>
    public static SCError? Reason(HostRun host, SCAddress address, Opaque payload, SCVal signature, SorobanAuthorizedInvocation invocation)
    {
        if (address is not SCAddress.Contract contract) return new SCError.Auth(SCErrorCode.InvalidInput);
        try
        {
            host.CallReserved(contract, CheckAuth, [SCVals.Bytes(payload), signature, new SCVal.Vec(Contexts(invocation).ToXdrArray())]);
            return null;
        }
        catch (HostException error) when (error.Error is not SCError.Budget)
        {
            return error.Error;
        }
    }

    /// <summary>What is asked for: the calls of the tree, each before those below it.</summary>
    static IEnumerable<SCVal> Contexts(SorobanAuthorizedInvocation invocation) => invocation.SubInvocations.SelectMany(Contexts).Prepend(Context(invocation.Function));

    static SCVal Context(SorobanAuthorizedFunction function) => function switch
    {
        SorobanAuthorizedFunction.ContractFn call => SCVals.Variant("Contract", SCVals.Struct(
            ("args", new SCVal.Vec(call.Value.Args)), ("contract", new SCVal.Address(call.Value.ContractAddress)), ("fn_name", new SCVal.Symbol(call.Value.FunctionName)))),
        SorobanAuthorizedFunction.CreateContractV2HostFn { Value: var v2 } when v2.ConstructorArgs.Count > 0 => SCVals.Variant("CreateContractWithCtorHostFn", SCVals.Struct(
            ("constructor_args", new SCVal.Vec(v2.ConstructorArgs)), ("executable", Executable(v2.Executable)), ("salt", Salt(v2.ContractIDPreimage)))),
        SorobanAuthorizedFunction.CreateContractV2HostFn { Value: var v2 } => Creation(v2.Executable, v2.ContractIDPreimage),
        SorobanAuthorizedFunction.CreateContractHostFn { Value: var old } => Creation(old.Executable, old.ContractIDPreimage),
        _ => throw new ArgumentException(function.GetType().Name, nameof(function)),
    };

    static SCVal Creation(ContractExecutable executable, ContractIDPreimage preimage) =>
        SCVals.Variant("CreateContractHostFn", SCVals.Struct(("executable", Executable(executable)), ("salt", Salt(preimage))));

    static SCVal Executable(ContractExecutable executable) => executable is ContractExecutable.Wasm wasm ? SCVals.Variant("Wasm", SCVals.Bytes(wasm.Value)) : SCVals.Variant("StellarAsset");

    /// <summary>Only what a deployer makes is asked of anybody.</summary>
    static SCVal Salt(ContractIDPreimage preimage) => preimage is ContractIDPreimage.Address deployed ? SCVals.Bytes(deployed.Value.Salt) : SCVals.Void;
}
