using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Contracts;

/// <summary>The public router, version 1: <c>exec(caller, [(contract, function, args, can_fail)])</c> makes many calls in one. A failure that is allowed undoes only itself.</summary>
public sealed class RouterNative : INativeContract
{
    const uint Day = 17_280;
    const uint ExtendBelow = 3 * Day;
    const uint ExtendTo = 7 * Day;

    public SCVal Call(HostRun host, HostFrame frame) => WasmCall.Run(host, frame, Execute);

    static SCVal Execute(WasmCall wasm)
    {
        wasm.Host.Meter.Charge(InstructionModel.RouterCall);
        if (wasm.Frame.Function.ToString() != "exec")
        {
            throw wasm.Host.Fail(new SCError.WasmVm(SCErrorCode.MissingValue), "trying to invoke non-existent contract function", new SCVal.Symbol(wasm.Frame.Function));
        }
        if (wasm.Frame.Args is not [var callerArg, var listArg])
        {
            throw wasm.Host.Fail(new SCError.WasmVm(SCErrorCode.UnexpectedSize), "VM call failed: Func(MismatchingParameterLen)", new SCVal.Symbol(wasm.Frame.Function));
        }
        if (callerArg is not SCVal.Address caller || listArg is not SCVal.Vec { Value: { } list }) throw wasm.Unreachable();
        wasm.RequireAuth(caller.Value);
        wasm.ExtendInstance(ExtendBelow, ExtendTo);
        var results = new List<SCVal>(list.Count);
        wasm.Host.Meter.Charge(InstructionModel.RouterPair * list.Count * list.Count);
        foreach (var item in list)
        {
            if (item is not SCVal.Vec { Value: [SCVal.Address contract, SCVal.Symbol function, SCVal.Vec { Value: { } args }, SCVal.Bool canFail] }) throw wasm.Unreachable();
            results.Add(canFail.Value ? wasm.TryCall(contract.Value, function.Value, args) : wasm.Call(contract.Value, function.Value, args));
        }
        return new SCVal.Vec(results.ToXdrArray());
    }
}
