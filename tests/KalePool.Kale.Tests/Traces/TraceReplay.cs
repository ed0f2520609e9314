using System.Globalization;
using System.Text.Json;
using KalePool.Stellar.Xdr;

namespace KalePool.Kale.Tests.Traces;

/// <summary>Runs the pure contract through a trace and compares every step that is KALE's to decide.</summary>
public sealed class TraceReplay
{
    readonly KaleTrace _trace;
    readonly SCAddress.Contract _farm;
    TraceState _state;

    public TraceReplay(KaleTrace trace)
    {
        _trace = trace;
        _farm = new SCAddress.Contract(trace.Deployment.ContractId);
        var asset = new TraceAsset(trace.Deployment);
        foreach (var account in trace.Start.GetProperty("accounts").EnumerateArray())
        {
            if (account.GetProperty("trustline") is { ValueKind: JsonValueKind.Object } line) asset.Set(KaleAddresses.Parse(account.GetProperty("account").GetString()!), line);
        }
        _state = new TraceState(trace.Farm, asset, trace.MinTemporaryTtl);
    }

    /// <summary>Steps whose outcome was compared.</summary>
    public int Compared { get; private set; }

    /// <summary>Failures told apart by their diagnostic events.</summary>
    public int Failures { get; private set; }

    public void Run()
    {
        foreach (var step in _trace.Steps)
        {
            _state.Now = step.Now;
            if (step.Kind == "trustline") SetTrustline(step);
            else Run(step);
        }
    }

    void SetTrustline(TraceStep step)
    {
        var account = KaleAddresses.Parse(step.Json.GetProperty("account").GetString()!);
        if (TraceStep.Stroops(step.Json.GetProperty("limit")) == 0) _state.Asset.Remove(account);
        else _state.Asset.Set(account, step.Json);
    }

    void Run(TraceStep step)
    {
        var next = _state.Copy();
        if (IsForKale(step))
        {
            var (returnValue, error, failure) = Call(next, step);
            Check(step, "error", step.Error, error);
            if (step.IsOk) Check(step, "return value", step.ReturnValue, returnValue);
            if (failure is not null && step.Call!.ContractAddress == _farm) CheckFailure(step, failure);
            Compared++;
        }
        if (step.Kind == "apply" && step.IsOk)
        {
            if (IsForKale(step)) _state = next;
            else TakeBalances(step);
            CheckChanges(step);
        }
        if (step.Kind == "apply" && step.Json.TryGetProperty("after", out var after)) CheckAfter(step, after);
    }

    /// <summary>False where host or asset decide: other contracts, missing authorisation, footprints and limits.</summary>
    bool IsForKale(TraceStep step) =>
        (step.Call!.ContractAddress == _farm || step.Function == "exec")
        && step.Function != "__constructor"
        && (step.IsOk || step.Error is SCError.Contract || (step.Error is SCError.WasmVm && step.Kind == "simulate"));

    static (SCVal? ReturnValue, SCError? Error, KaleFailure? Failure) Call(TraceState state, TraceStep step)
    {
        if (step.Function != "exec") return state.Run(step.Function, step.Call!.Args);

        // The router: each invocation in order; one that may fail leaves its error as its result.
        var results = new List<SCVal>();
        foreach (var item in ((SCVal.Vec)step.Call!.Args[1]).Value!)
        {
            if (item is not SCVal.Vec { Value: [SCVal.Address, SCVal.Symbol { Value: var function }, SCVal.Vec { Value: { } args }, SCVal.Bool { Value: var canFail }] })
                throw new InvalidOperationException($"step {step.Number}: no invocation of the router");
            var (value, error, failure) = state.Run(function.ToString(), args);
            if (error is not null && !canFail) return (null, error, failure);
            results.Add(value ?? new SCVal.Error(error!));
        }
        return (new SCVal.Vec(results.ToXdrArray()), null, null);
    }

    void CheckFailure(TraceStep step, KaleFailure failure)
    {
        var possible = KaleErrors.OfFunction(step.Function, ((SCError.Contract)step.Error!).Value);
        Assert.True(possible is not null, $"{Where(step)}: no meaning of {step.Error}");
        Assert.True(failure.Kale is null || failure.Kale == possible.Kale, $"{Where(step)}: {possible} does not say {failure}");
        Assert.True(failure.Asset is null || failure.Asset == possible.Asset, $"{Where(step)}: {possible} does not say {failure}");
        Assert.Equal(failure, KaleErrors.OfDiagnostics(step.List<DiagnosticEvent>("diagnosticEvents"), _trace.Deployment));
        Failures++;
    }

    void TakeBalances(TraceStep step)
    {
        foreach (var change in step.Json.GetProperty("changes").EnumerateArray())
        {
            if (change.GetProperty("entry") is { ValueKind: JsonValueKind.String } entry
                && XdrCodec.FromBase64<LedgerEntry>(entry.GetString()!).Data is LedgerEntryData.Trustline line) _state.Asset.Set(line.Value);
        }
    }

    /// <summary>Every entry of the farm that changed is what the state encodes to, byte for byte, and lives as long.</summary>
    void CheckChanges(TraceStep step)
    {
        foreach (var change in step.Json.GetProperty("changes").EnumerateArray())
        {
            var key = XdrCodec.FromBase64<LedgerKey>(change.GetProperty("key").GetString()!);
            if (change.GetProperty("readOnly").GetBoolean()) continue;
            var entry = change.GetProperty("entry").GetString() is { } xdr ? XdrCodec.FromBase64<LedgerEntry>(xdr).Data : null;
            SCVal? value = entry is LedgerEntryData.ContractData data ? data.Value.Val : null;
            var liveUntil = change.GetProperty("liveUntil");
            if (key == KaleKeys.Instance(_trace.Deployment.ContractId))
            {
                Check(step, "instance", value, new SCVal.ContractInstance(KaleCodec.Encode(_state.Farm, _trace.Deployment.CodeHash)));
            }
            else if (KaleKeys.BlockOf(_trace.Deployment.ContractId, key) is { } index)
            {
                Check(step, "block", value, _state.Block(index) is { } block ? KaleCodec.Encode(block) : null);
                if (value is not null) Check(step, "block's life", liveUntil.GetUInt32(), _state.LiveUntilOfBlock(index));
            }
            else if (KaleKeys.PailOf(_trace.Deployment.ContractId, key) is { } id)
            {
                Check(step, "pail", value, _state.Pail(id.Farmer, id.Index) is { } pail ? KaleCodec.Encode(pail) : null);
                if (value is not null) Check(step, "pail's life", liveUntil.GetUInt32(), _state.LiveUntilOfPail(id.Farmer, id.Index));
            }
            else if (entry is LedgerEntryData.Trustline { Value: var line } && line.Asset == _trace.Deployment.TrustLineAsset)
            {
                Check(step, "balance", line.Balance, _state.Asset.BalanceOf(new SCAddress.Account(line.AccountID)));
            }
        }
    }

    void CheckAfter(TraceStep step, JsonElement after)
    {
        var farm = _state.Farm;
        Check(step, "farmIndex", after.GetProperty("farmIndex").GetUInt32(), farm.Index);
        Check(step, "farmPaused", after.GetProperty("farmPaused").GetBoolean(), farm.IsPaused);
        Check(step, "farmBlock", BlockOf(after.GetProperty("farmBlock")), farm.FarmBlock);
        Check(step, "block", BlockOf(after.GetProperty("block")), _state.Block(farm.Index));
        if (!after.TryGetProperty("farmer", out var text)) return;
        var farmer = KaleAddresses.Parse(text.GetString()!);
        if (after.TryGetProperty("kale", out var kale)) Check(step, "kale", kale.GetString(), _state.Asset.BalanceOf(farmer)?.ToString(CultureInfo.InvariantCulture));
        if (!after.TryGetProperty("pail", out var pail)) return;
        if (pail.ValueKind == JsonValueKind.Object)
        {
            var index = pail.GetProperty("index").GetUInt32();
            Check(step, "pail", PailOf(pail), _state.Pail(farmer, index));
            Check(step, "pail's life", pail.GetProperty("liveUntil").GetUInt32(), _state.LiveUntilOfPail(farmer, index));
        }
        else if (KaleCall.Parse(step.Function, step.Call!.Args, out _) is KaleCall.Harvest harvest)
        {
            Check(step, "pail", null, _state.Pail(farmer, harvest.Index));
        }
    }

    static KaleBlock? BlockOf(JsonElement json) => json.ValueKind != JsonValueKind.Object ? null : new KaleBlock(
        ulong.Parse(json.GetProperty("timestamp").GetString()!, CultureInfo.InvariantCulture),
        json.GetProperty("min_gap").GetUInt32(),
        Number(json.GetProperty("min_stake")),
        json.GetProperty("min_zeros").GetUInt32(),
        json.GetProperty("max_gap").GetUInt32(),
        Number(json.GetProperty("max_stake")),
        json.GetProperty("max_zeros").GetUInt32(),
        Opaque.FromHex(json.GetProperty("entropy").GetString()!),
        Number(json.GetProperty("staked_total")),
        Number(json.GetProperty("normalized_total")));

    static KalePail PailOf(JsonElement json) =>
        new(json.GetProperty("sequence").GetUInt32(), Optional(json.GetProperty("gap")), Number(json.GetProperty("stake")), Optional(json.GetProperty("zeros")));

    static Int128 Number(JsonElement json) => Int128.Parse(json.GetString()!, CultureInfo.InvariantCulture);

    static uint? Optional(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : json.GetUInt32();

    void Check<T>(TraceStep step, string what, T? expected, T? actual) =>
        Assert.True(EqualityComparer<T?>.Default.Equals(expected, actual), $"{Where(step)}: {what} is {expected?.ToString() ?? "none"} in the trace, {actual?.ToString() ?? "none"} here");

    string Where(TraceStep step) => $"{_trace.Name} step {step.Number} ({step.Kind} {step.Call?.FunctionName})";
}
