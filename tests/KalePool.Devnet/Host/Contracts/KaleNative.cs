using System.Diagnostics;
using KalePool.Kale;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Contracts;

/// <summary>KALE as the chain runs it: the pure contract of KalePool.Kale over the host's storage, authorization and asset.</summary>
public sealed class KaleNative(KaleRules rules) : INativeContract
{
    /// <summary>The contract lengthens its instance's life once that is a week short of the most.</summary>
    const uint WeekOfLedgers = 120_960;

    static readonly XdrString CheckAuth = "__check_auth";

    public bool HasConstructor => true;

    public SCVal Call(HostRun host, HostFrame frame) => WasmCall.Run(host, frame, Execute);

    SCVal Execute(WasmCall wasm)
    {
        wasm.Host.Meter.Charge(InstructionModel.KaleCall);
        if (wasm.Frame.Function == CheckAuth) return Agree(wasm);
        var call = Parse(wasm);
        if (call is KaleCall.Constructor constructor) return Construct(wasm, constructor);
        var view = new KaleView(wasm);
        if (call.Authoriser(view.Farm) is { } authoriser) wasm.RequireAuth(authoriser);
        ChargeBefore(wasm, call);
        var outcome = KaleContract.Execute(view, new LedgerMoment(wasm.Sequence, wasm.Timestamp), call, rules);
        ChargeAfter(wasm, call, outcome, view);
        switch (outcome)
        {
            case KaleOutcome.Refused refused:
                throw wasm.Fail((uint)refused.Error);
            case KaleOutcome.Trapped:
                throw wasm.Unreachable();
            case KaleOutcome.Done done:
                Write(wasm, view, done.Changes);
                ExtendInstance(wasm, call);
                return done.ReturnValue;
            default:
                throw new UnreachableException();
        }
    }

    static SCVal Construct(WasmCall wasm, KaleCall.Constructor call)
    {
        wasm.RequireAuth(call.Homesteader);
        StoreFarm(wasm, KaleContract.Construct(call, new LedgerMoment(wasm.Sequence, wasm.Timestamp)));
        ExtendInstance(wasm, call);
        return SCVals.Void;
    }

    /// <summary>The contract as an account: its homesteader must agree to what is to be signed. The signature itself is not looked at.</summary>
    static SCVal Agree(WasmCall wasm)
    {
        if (wasm.Frame.Args is not [SCVal.Bytes payload, SCVal.Void or SCVal.Vec, SCVal.Vec]) throw wasm.Unreachable();
        wasm.RequireAuth(new KaleView(wasm).Farm.Homesteader, [payload]);
        return SCVals.Void;
    }

    static KaleCall Parse(WasmCall wasm)
    {
        var function = wasm.Frame.Function.ToString();
        if (KaleCall.Parse(function, wasm.Frame.Args, out var error) is { } call) return call;
        throw error switch
        {
            SCError.WasmVm { Value: SCErrorCode.MissingValue } => wasm.Host.Fail(error, "trying to invoke non-existent contract function", new SCVal.Symbol(wasm.Frame.Function)),
            SCError.WasmVm { Value: SCErrorCode.UnexpectedSize } => wasm.Host.Fail(error, "VM call failed: Func(MismatchingParameterLen)", new SCVal.Symbol(wasm.Frame.Function)),
            _ => wasm.Unreachable(),
        };
    }

    /// <summary>What is paid before the outcome is known.</summary>
    static void ChargeBefore(WasmCall wasm, KaleCall call) => wasm.Host.Meter.Charge((wasm.Host.Storage.IsRecording ? InstructionModel.KaleRecording : 0) + call switch
    {
        KaleCall.Plant => InstructionModel.Plant,
        KaleCall.Work => InstructionModel.WorkReads,
        KaleCall.Harvest => 0,
        _ => InstructionModel.Administration,
    });

    static void ChargeAfter(WasmCall wasm, KaleCall call, KaleOutcome outcome, KaleView view) => wasm.Host.Meter.Charge((call, outcome) switch
    {
        (KaleCall.Harvest harvest, KaleOutcome.Done) => InstructionModel.Harvest + InstructionModel.DecayPeriod * DecayPeriods(harvest.Index),
        (KaleCall.Work work, KaleOutcome.Done) => InstructionModel.Work - InstructionModel.WorkReads
            + (view.Pail(work.Farmer, view.Farm.Index) is { IsWorked: true } ? InstructionModel.WorkAgain : 0),
        (KaleCall.Work, KaleOutcome.Refused { Error: KaleError.HashInvalid or KaleError.ZeroCountTooLow }) => InstructionModel.WorkHash,
        _ => 0,
    });

    static uint DecayPeriods(uint index) => index < KaleConstants.DecayStartIndex ? 0 : (index - KaleConstants.DecayStartIndex) / KaleConstants.DecayPeriodBlocks;

    static void Write(WasmCall wasm, KaleView view, KaleChanges changes)
    {
        if (changes.Asset is { } move)
        {
            var function = move.Kind == AssetMoveKind.Burn ? "burn" : "mint";
            wasm.Call(view.Farm.Asset, function, [new SCVal.Address(move.Farmer), SCVals.I128(move.Amount)]);
        }
        if (changes.CodeHash is { } code) wasm.UpdateCode(code);
        if (changes.Pail is { } pail) Store(wasm, KaleView.PailKey(pail.Farmer, pail.Index), pail.Value is { } value ? KaleCodec.Encode(value) : null);
        if (changes.Block is { } block) Store(wasm, KaleView.BlockKey(block.Index), block.Value is { } value ? KaleCodec.Encode(value) : null);
        if (changes.Farm is { } farm) StoreFarm(wasm, farm);
    }

    static void Store(WasmCall wasm, SCVal key, SCVal? value)
    {
        if (value is null) wasm.Remove(key);
        else wasm.Set(key, value);
    }

    /// <summary>The running block is stored by every plant and work, changed or not: so the instance always counts as written.</summary>
    static void StoreFarm(WasmCall wasm, FarmState farm)
    {
        var hash = ((ContractExecutable.Wasm)wasm.Frame.Executable).Value;
        foreach (var entry in KaleCodec.Encode(farm, hash).Storage!) wasm.Frame.InstanceSet(entry.Key, entry.Val);
    }

    static void ExtendInstance(WasmCall wasm, KaleCall call)
    {
        if (call is KaleCall.Pause or KaleCall.RemoveBlock) return;
        var longest = wasm.Host.Ledger.Settings.MaxEntryTtl - 1;
        if (longest > WeekOfLedgers) wasm.ExtendInstance(longest - WeekOfLedgers, longest);
    }
}
