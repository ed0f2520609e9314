using KalePool.Devnet.Host.Auth;
using KalePool.Devnet.Host.Contracts;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host;

/// <summary>One execution: the call stack over storage, authorization, meter and events.</summary>
public sealed class HostRun(HostLedger ledger, HostStorage storage, IAuthorizer authorizer, Meter meter, NativeContracts contracts)
{
    const int MaxDepth = 10;

    readonly Stack<HostFrame> _frames = new();
    readonly HashSet<Opaque> _loaded = [];
    CreateContractArgsV2? _creating;

    public HostLedger Ledger { get; } = ledger;

    public HostStorage Storage { get; } = storage;

    public IAuthorizer Authorizer { get; } = authorizer;

    public Meter Meter { get; } = meter;

    public HostEvents Events { get; } = new();

    public HostFrame? Current => _frames.TryPeek(out var frame) ? frame : null;

    /// <summary>The call below the current one, null when that is the outermost.</summary>
    public HostFrame? Caller => _frames.Skip(1).FirstOrDefault();

    /// <summary>Calls on the stack, a contract's creation below them included.</summary>
    public int Depth => _frames.Count + (_creating is null ? 0 : 1);

    /// <summary>Calls a contract; the outermost call and every call from contract to contract come here.</summary>
    /// <exception cref="HostException">It failed, and all it did is undone.</exception>
    public SCVal Call(SCAddress address, XdrString function, XdrArray<SCVal> args)
    {
        if (address is not SCAddress.Contract { Value: var contract }) throw Fail(new SCError.ValueArm(SCErrorCode.InvalidInput), "not a contract address");
        if (function.ToString().StartsWith("__", StringComparison.Ordinal))
        {
            throw Fail(new SCError.Context(SCErrorCode.InvalidAction), "can't invoke a reserved function directly", new SCVal.Symbol(function));
        }
        return Run(contract, function, args, selfReentry: false);
    }

    /// <summary>Calls a function that only the host may call: a constructor, or an account contract's say over a signature, which may come while it runs itself.</summary>
    /// <exception cref="HostException">It failed, and all it did is undone.</exception>
    public SCVal CallReserved(SCAddress.Contract address, XdrString function, XdrArray<SCVal> args) => Run(address.Value, function, args, selfReentry: true);

    /// <summary>Creates a contract; for authorization this is a call like any other.</summary>
    public SCVal Create(CreateContractArgsV2 args)
    {
        _creating = args;
        Authorizer.Enter(this);
        try
        {
            return HostCreation.Create(this, args);
        }
        finally
        {
            Authorizer.Leave();
            _creating = null;
        }
    }

    public bool HasConstructor(ContractExecutable executable) => contracts.Find(executable)?.HasConstructor ?? false;

    /// <summary>What an address authorises that is asked now: the running function with the arguments that matter, or a contract's creation.</summary>
    public SorobanAuthorizedFunction Authorized(XdrArray<SCVal> args) => Current is { } frame
        ? new SorobanAuthorizedFunction.ContractFn(new InvokeContractArgs(frame.Address, frame.Function, args))
        : new SorobanAuthorizedFunction.CreateContractV2HostFn(_creating!);

    SCVal Run(Opaque contract, XdrString function, XdrArray<SCVal> args, bool selfReentry)
    {
        var address = new SCAddress.Contract(contract);
        Events.Diagnose(Current?.Contract, [SCVals.Symbol("fn_call"), SCVals.Bytes(contract), new SCVal.Symbol(function)], Packed(args));
        if (_frames.Count >= MaxDepth) throw Fail(new SCError.Context(SCErrorCode.ExceededLimit), "call depth exceeded");
        var running = selfReentry ? _frames.Skip(1) : _frames;
        if (running.Any(frame => frame.Contract == contract)) throw Fail(new SCError.Context(SCErrorCode.InvalidAction), "Contract re-entry is not allowed");
        var frame = new HostFrame(contract, function, args, LoadInstance(address));
        var code = contracts.Find(frame.Executable) ?? throw Fail(new SCError.Storage(SCErrorCode.MissingValue), "Wasm does not exist");
        var before = Storage.Snapshot();
        var eventsBefore = Events.Count;
        // Whoever calls misses the code: the contract itself does not run yet.
        if (frame.Executable is ContractExecutable.Wasm wasm) ReadCode(wasm.Value);
        _frames.Push(frame);
        Authorizer.Enter(this);
        try
        {
            var result = code.Call(this, frame);
            WriteInstance(frame);
            Events.Diagnose(contract, [SCVals.Symbol("fn_return"), new SCVal.Symbol(function)], result);
            return result;
        }
        catch (HostException)
        {
            Storage.Restore(before);
            // What the outermost call did is shown as it was: that it failed is said by the whole.
            if (_frames.Count > 1) Events.MarkFailed(eventsBefore);
            throw;
        }
        finally
        {
            Authorizer.Leave();
            _frames.Pop();
        }
    }

    /// <summary>An error, noted as a diagnostic event of the running contract.</summary>
    public HostException Fail(SCError error, string message, params ReadOnlySpan<SCVal> details)
    {
        SCVal data = details.IsEmpty ? new SCVal.String(message) : new SCVal.Vec([new SCVal.String(message), .. details]);
        Events.Diagnose(Current?.Contract, [SCVals.Symbol("error"), new SCVal.Error(error)], data);
        return new HostException(error);
    }

    /// <summary>Storage, with the diagnostic event of a miss.</summary>
    public T Touch<T>(LedgerKey key, Func<HostStorage, T> access)
    {
        try
        {
            return access(Storage);
        }
        catch (HostException miss) when (miss.Error is SCError.Storage { Value: SCErrorCode.ExceededLimit })
        {
            throw FootprintMiss(key, miss.Error);
        }
    }

    public HostEntry? Find(LedgerKey key) => Touch(key, storage => storage.Find(key));

    public void Put(LedgerKey key, LedgerEntryData data, uint? liveUntil) => Touch(key, storage =>
    {
        storage.Put(key, data, liveUntil);
        return 0;
    });

    public void Remove(LedgerKey key) => Touch(key, storage =>
    {
        storage.Remove(key);
        return 0;
    });

    /// <summary>Makes an entry live <paramref name="extendTo"/> ledgers more, if it has at most <paramref name="threshold"/> left.</summary>
    public void ExtendLife(LedgerKey key, uint threshold, uint extendTo)
    {
        var entry = Find(key) ?? throw Fail(new SCError.Storage(SCErrorCode.MissingValue), "trying to extend the life of a missing entry");
        var liveUntil = entry.LiveUntil!.Value;
        if (liveUntil - Ledger.Sequence > threshold) return;
        var wanted = Ledger.Sequence + extendTo;
        if (wanted > Ledger.MaxLiveUntil)
        {
            if (key.IsTemporary()) throw Fail(new SCError.Storage(SCErrorCode.InvalidAction), "trying to extend past max live_until ledger");
            wanted = Ledger.MaxLiveUntil;
        }
        if (wanted > liveUntil) Storage.Extend(key, wanted);
    }

    SCContractInstance LoadInstance(SCAddress contract)
    {
        var found = Find(LedgerKeys.Instance(contract))?.Data;
        if (found is LedgerEntryData.ContractData { Value.Val: SCVal.ContractInstance instance }) return instance.Value;
        throw Fail(new SCError.Storage(SCErrorCode.MissingValue), "trying to get non-existing value for contract instance");
    }

    void ReadCode(Opaque hash)
    {
        if (_loaded.Add(hash)) Meter.Charge(InstructionModel.CodeLoad);
        if (Find(LedgerKeys.Code(hash)) is null) throw Fail(new SCError.Storage(SCErrorCode.MissingValue), "Wasm does not exist");
    }

    void WriteInstance(HostFrame frame)
    {
        if (!frame.InstanceChanged) return;
        var key = LedgerKeys.Instance(frame.Address);
        var liveUntil = Find(key)!.LiveUntil;
        var data = new ContractDataEntry(frame.Address, new SCVal.LedgerKeyContractInstance(), ContractDataDurability.Persistent, new SCVal.ContractInstance(frame.Instance()));
        Put(key, new LedgerEntryData.ContractData(data), liveUntil);
    }

    HostException FootprintMiss(LedgerKey key, SCError error) => key switch
    {
        LedgerKey.ContractData { Value.Key: SCVal.LedgerKeyContractInstance } data =>
            Fail(error, "trying to access contract instance outside of the footprint", new SCVal.Address(data.Value.Contract)),
        LedgerKey.ContractData data =>
            Fail(error, "trying to access contract data key outside of the footprint", new SCVal.Address(data.Value.Contract), data.Value.Key),
        LedgerKey.ContractCode code => Fail(error, "trying to access contract code outside of the footprint", SCVals.Bytes(code.Value.Hash)),
        LedgerKey.Trustline line => Fail(error, "trying to access trustline outside of the footprint", SCVals.AccountAddress(line.Value.AccountID.Bytes())),
        LedgerKey.Account account => Fail(error, "trying to access account outside of the footprint", SCVals.AccountAddress(account.Value.AccountID.Bytes())),
        _ => Fail(error, "trying to access a key outside of the footprint"),
    };

    /// <summary>How events carry arguments: nothing, the single one, or all as a vector.</summary>
    static SCVal Packed(XdrArray<SCVal> args) => args.Count switch
    {
        0 => SCVals.Void,
        1 => args[0],
        _ => new SCVal.Vec(args),
    };
}
