using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host;

/// <summary>
/// The host as Wasm code sees it. What fails inside of a host function is escalated to a trap of the whole call, and
/// both are noted in diagnostic events as the real host notes them.
/// </summary>
public sealed class WasmCall(HostRun host, HostFrame frame)
{
    public HostRun Host { get; } = host;

    public HostFrame Frame { get; } = frame;

    /// <summary>Runs the body of an exported function.</summary>
    public static SCVal Run(HostRun host, HostFrame frame, Func<WasmCall, SCVal> body)
    {
        try
        {
            return body(new WasmCall(host, frame));
        }
        catch (HostException error) when (error.Error is not SCError.WasmVm and not SCError.Budget)
        {
            host.Events.Diagnose(
                frame.Contract, [SCVals.Symbol("log")],
                SCVals.Vec(new SCVal.String("VM call trapped with HostError"), new SCVal.Symbol(frame.Function), new SCVal.Error(error.Error)));
            throw;
        }
    }

    public ulong Timestamp => Host.Ledger.CloseTime;

    public uint Sequence => Host.Ledger.Sequence;

    public bool Has(SCVal key) => Guard("has_contract_data", () => Host.Find(Key(key)) is not null);

    /// <summary>soroban-sdk's get: asks first, so an absent value costs a null and no trap.</summary>
    public SCVal? Get(SCVal key)
    {
        if (!Has(key)) return null;
        return Guard("get_contract_data", () => ((LedgerEntryData.ContractData)Host.Find(Key(key))!.Data).Value.Val);
    }

    /// <summary>Temporary storage, the only kind next to the instance that is used here.</summary>
    public void Set(SCVal key, SCVal value) => Guard("put_contract_data", () =>
    {
        var ledgerKey = Key(key);
        var liveUntil = Host.Find(ledgerKey)?.LiveUntil ?? Host.Ledger.NewLiveUntil(temporary: true);
        Host.Put(ledgerKey, new LedgerEntryData.ContractData(new ContractDataEntry(Frame.Address, key, ContractDataDurability.Temporary, value)), liveUntil);
        return 0;
    });

    public void Remove(SCVal key) => Guard("del_contract_data", () =>
    {
        Host.Remove(Key(key));
        return 0;
    });

    public void ExtendInstance(uint threshold, uint extendTo) => Guard("extend_current_contract_instance_and_code_ttl", () =>
    {
        Host.ExtendLife(LedgerKeys.Instance(Frame.Address), threshold, extendTo);
        return 0;
    });

    /// <summary>Changes the code that runs from the next call on, and tells so in an event of the system.</summary>
    public void UpdateCode(Opaque hash) => Guard("update_current_contract_wasm", () =>
    {
        if (Host.Find(LedgerKeys.Code(hash)) is null) throw Host.Fail(new SCError.Storage(SCErrorCode.MissingValue), "Wasm does not exist", SCVals.Bytes(hash));
        var before = ((ContractExecutable.Wasm)Frame.Executable).Value;
        Frame.SetCode(hash);
        Host.Events.EmitSystem(
            Frame.Contract, [SCVals.Symbol("executable_update"), SCVals.Variant("Wasm", SCVals.Bytes(before)), SCVals.Variant("Wasm", SCVals.Bytes(hash))], new SCVal.Vec([]));
        return 0;
    });

    /// <param name="args">What the address must agree to in place of the function's arguments.</param>
    public void RequireAuth(SCAddress address, XdrArray<SCVal> args) => Guard("require_auth_for_args", () =>
    {
        Host.Authorizer.Require(Host, address, args);
        return 0;
    });

    public void RequireAuth(SCAddress address) => Guard("require_auth", () =>
    {
        Host.Authorizer.Require(Host, address, Frame.Args);
        return 0;
    });

    /// <summary>Calls another contract; its failure is this call's.</summary>
    public SCVal Call(SCAddress contract, XdrString function, XdrArray<SCVal> args) => Guard("call", () =>
    {
        try
        {
            return Host.Call(contract, function, args);
        }
        catch (HostException error)
        {
            throw Host.Fail(error.Error, "contract call failed", new SCVal.Symbol(function), new SCVal.Vec(args));
        }
    });

    /// <summary>Calls another contract; its failure is a value. What no contract may recover from still ends this call.</summary>
    public SCVal TryCall(SCAddress contract, XdrString function, XdrArray<SCVal> args) => Guard("try_call", () =>
    {
        try
        {
            return Host.Call(contract, function, args);
        }
        catch (HostException error)
        {
            var failure = Host.Fail(error.Error, "contract try_call failed", new SCVal.Symbol(function), new SCVal.Vec(args));
            return error.Error switch
            {
                SCError.Contract => new SCVal.Error(error.Error),
                SCError.Budget or SCError.Storage { Value: SCErrorCode.ExceededLimit } => throw failure,
                // The host's own reasons are not told to contracts.
                _ => new SCVal.Error(new SCError.Context(SCErrorCode.InvalidAction)),
            };
        }
    });

    /// <summary>The contract's own error.</summary>
    public HostException Fail(uint code)
    {
        try
        {
            Guard<int>("fail_with_error", () => throw Host.Fail(new SCError.Contract(code), "failing with contract error", SCVals.U32(code)));
        }
        catch (HostException error)
        {
            return error;
        }
        throw new InvalidOperationException("fail_with_error came back");
    }

    /// <summary>A panic of the contract: an argument that is not what the function takes.</summary>
    public HostException Unreachable() =>
        Host.Fail(new SCError.WasmVm(SCErrorCode.InvalidAction), "VM call trapped: UnreachableCodeReached", new SCVal.Symbol(Frame.Function));

    LedgerKey Key(SCVal key) => LedgerKeys.Data(Frame.Address, key, ContractDataDurability.Temporary);

    T Guard<T>(string function, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (HostException error) when (error.Error is not SCError.Budget)
        {
            Host.Events.Diagnose(
                Frame.Contract, [SCVals.Symbol("error"), new SCVal.Error(error.Error)],
                new SCVal.String($"escalating error to VM trap from failed host function call: {function}"));
            throw;
        }
    }
}
