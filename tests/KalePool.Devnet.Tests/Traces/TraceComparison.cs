using System.Globalization;
using System.Text.Json;
using KalePool.Devnet.Host;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Simulation;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Traces;

/// <summary>Replays a recording step by step and notes every difference.</summary>
sealed class TraceComparison(RecordedTrace trace)
{
    /// <summary>What the Wasm machine counts can only be near.</summary>
    const int InstructionPercent = 15;

    readonly TraceChain _chain = new(trace);
    readonly List<string> _differences = [];
    string _step = "";

    public int Steps { get; private set; }

    public IReadOnlyList<string> Run()
    {
        foreach (var step in trace.Steps)
        {
            Steps++;
            _step = $"{trace.Name} {step.GetProperty("step").GetInt32()} {step.GetProperty("kind").GetString()}";
            switch (step.GetProperty("kind").GetString())
            {
                case "simulate":
                    Simulate(step);
                    break;
                case "apply":
                    Apply(step);
                    break;
                case "trustline":
                    _chain.SetTrustline(step);
                    break;
                case var kind:
                    _differences.Add($"{_step}: a kind that is not known: {kind}");
                    break;
            }
        }
        return _differences;
    }

    void Simulate(JsonElement step)
    {
        var invoke = step.GetProperty("invoke");
        var ok = step.GetProperty("ok").GetBoolean();
        var nonces = new Queue<long>(ok ? Xdrs<SorobanAuthorizationEntry>(step, "auth").Select(NonceOf) : []);
        var result = _chain.Simulate(
            _chain.At(step), invoke.GetProperty("source").GetString()!, Function(invoke), step.GetProperty("upgradedAuth").GetBoolean(), () => nonces.TryDequeue(out var nonce) ? nonce : 1);
        if (result is SimulationResult.Failed failed)
        {
            Same("ok", ok, false);
            if (ok) _differences.Add($"{_step}: {failed.Text}");
            if (!ok) SameError(step, failed.Text.Split('\n')[0].Replace("HostError: ", "", StringComparison.Ordinal), failed.Events);
            return;
        }
        var done = (SimulationResult.Done)result;
        Same("ok", ok, true);
        if (!ok) return;
        Same("returnValue", Text(step, "returnValue"), done.ReturnValue!.ToBase64());
        SameList("auth", Xdrs<SorobanAuthorizationEntry>(step, "auth"), done.Auth);
        SameList("readOnly", Xdrs<LedgerKey>(step, "readOnly"), done.Data.Resources.Footprint.ReadOnly);
        SameList("readWrite", Xdrs<LedgerKey>(step, "readWrite"), done.Data.Resources.Footprint.ReadWrite);
        var resources = step.GetProperty("resources");
        Same("diskReadBytes", resources.GetProperty("diskReadBytes").GetUInt32(), done.Data.Resources.DiskReadBytes);
        Same("writeBytes", resources.GetProperty("writeBytes").GetUInt32(), done.Data.Resources.WriteBytes);
        Near("instructions", resources.GetProperty("instructions").GetInt64(), done.Data.Resources.Instructions);
        // All of the fee but what instructions cost follows from the rates exactly.
        Same(
            "minResourceFee without instructions",
            long.Parse(Text(step, "minResourceFee"), CultureInfo.InvariantCulture) - InstructionFee(resources.GetProperty("instructions").GetInt64()),
            done.Data.ResourceFee - InstructionFee(done.Data.Resources.Instructions));
        SameList("contractEvents", Xdrs<ContractEvent>(step, "contractEvents"), [.. done.Events.Where(happened => happened.Event.Type == ContractEventType.Contract).Select(happened => happened.Event)]);
        var changes = step.GetProperty("stateChanges").EnumerateArray().Select(change => $"{change.GetProperty("type").GetString()} {change.GetProperty("key").GetString()}").Order();
        Same("stateChanges", string.Join('\n', changes), string.Join('\n', done.Changes.Select(change => $"{TypeOf(change)} {change.Key.ToBase64()}").Order()));
    }

    void Apply(JsonElement step)
    {
        var of = trace.Steps[step.GetProperty("of").GetInt32()];
        var invoke = of.GetProperty("invoke");
        var from = step.TryGetProperty("resources", out _) ? step : of;
        var source = step.TryGetProperty("source", out var own) ? own.GetString()! : invoke.GetProperty("source").GetString()!;
        var at = _chain.At(step);
        var ok = step.GetProperty("ok").GetBoolean();
        var applied = _chain.Apply(at, source, Function(invoke), Xdrs<SorobanAuthorizationEntry>(step, "auth").ToXdrArray(), Declared(from, of));
        Same("ok", ok, applied.Outcome.Succeeded);
        if (!ok || !applied.Outcome.Succeeded)
        {
            if (ok) _differences.Add($"{_step}: {applied.Outcome.Result} {string.Join(" | ", ErrorTopics(applied.Run.Diagnostics))}");
            else SameFailure(step, applied);
            return;
        }
        Same("returnValue", Text(step, "returnValue"), applied.Run.ReturnValue!.ToBase64());
        SameList("contractEvents", Xdrs<ContractEvent>(step, "contractEvents"), applied.Events);
        SameFees(step.GetProperty("fee"), applied);
        SameChanges(step, at, applied);
        if (step.TryGetProperty("after", out var after) && after.ValueKind == JsonValueKind.Object) SameAfter(after, at);
    }

    void SameFailure(JsonElement step, TraceChain.Applied applied)
    {
        var text = Text(step.GetProperty("error"), "text");
        if (text == "ResourceLimitExceeded")
        {
            Same("result", new OperationResultTr.InvokeHostFunction(new InvokeHostFunctionResult.ResourceLimitExceeded()), ((OperationResult.OpInner)applied.Outcome.Result).Value);
            return;
        }
        var error = ErrorTopics(applied.Run.Diagnostics).LastOrDefault();
        SameError(step, error ?? "", applied.Run.Diagnostics);
    }

    void SameFees(JsonElement fee, TraceChain.Applied applied)
    {
        Same("envelopeBytes", fee.GetProperty("envelopeBytes").GetInt32(), applied.EnvelopeBytes);
        Same("events fee", fee.GetProperty("events").GetInt64(), applied.Run.EventsFee);
        Same("rent", fee.GetProperty("rent").GetInt64(), applied.Run.RentFee);
        Same("nonRefundable", fee.GetProperty("nonRefundable").GetInt64(), applied.NonRefundable);
    }

    void SameChanges(JsonElement step, LedgerState at, TraceChain.Applied applied)
    {
        var expected = step.GetProperty("changes").EnumerateArray().Select(change => (
            Key: XdrCodec.FromBase64<LedgerKey>(Text(change, "key")),
            Entry: change.GetProperty("entry") is { ValueKind: JsonValueKind.String } entry ? XdrCodec.FromBase64<LedgerEntry>(entry.GetString()!).Data : null,
            LiveUntil: change.GetProperty("liveUntil") is { ValueKind: JsonValueKind.Number } live ? live.GetUInt32() : (uint?)null)).ToList();
        foreach (var (key, entry, liveUntil) in expected)
        {
            var now = applied.Delta.Find(key) is { } found && found.IsLiveIn(at.Sequence) ? found : null;
            Same($"change of {key}", entry ?? (object)"none", now?.Entry.Data ?? (object)"none");
            if (entry is not null) Same($"life of {key}", liveUntil ?? 0, now?.Life?.LiveUntil ?? 0);
        }
        var unexpected = applied.Delta.Changed.Keys.Where(key => expected.TrueForAll(change => change.Key != key)).ToList();
        if (unexpected.Count > 0) _differences.Add($"{_step}: changed besides: {string.Join(", ", unexpected)}");
    }

    void SameAfter(JsonElement after, LedgerState at)
    {
        var farm = _chain.Farm();
        Same("farmIndex", after.GetProperty("farmIndex").GetUInt32(), farm.Index);
        Same("farmPaused", after.GetProperty("farmPaused").GetBoolean(), farm.IsPaused);
        Same("farmBlock.timestamp", Text(after.GetProperty("farmBlock"), "timestamp"), $"{farm.FarmBlock!.Timestamp}");
        Same("farmBlock.entropy", Text(after.GetProperty("farmBlock"), "entropy"), farm.FarmBlock.Entropy.ToHex());
        if (after.GetProperty("block") is { ValueKind: JsonValueKind.Object } block)
        {
            var entry = _chain.Live(at, KaleKeys.Block(trace.KaleContract, block.GetProperty("index").GetUInt32()));
            Same("block", Text(block, "normalized_total") + " " + Text(block, "staked_total"), entry is null ? "none" : $"{KaleCodec.DecodeBlock(entry.Data).NormalizedTotal} {KaleCodec.DecodeBlock(entry.Data).StakedTotal}");
            Same("block.liveUntil", block.GetProperty("liveUntil").GetUInt32(), entry?.LiveUntil ?? 0);
        }
        if (!after.TryGetProperty("farmer", out var farmer) || farmer.ValueKind != JsonValueKind.String || !StrKey.IsValid(StrKeyKind.Account, farmer.GetString())) return;
        if (after.TryGetProperty("kale", out var kale) && kale.ValueKind == JsonValueKind.String) Same("kale", kale.GetString(), $"{_chain.KaleOf(farmer.GetString()!)}");
    }

    void SameError(JsonElement step, string text, IReadOnlyList<DiagnosticEvent> events)
    {
        Same("error.text", Text(step.GetProperty("error"), "text"), text);
        // There the real contract's own account interface runs, of which nothing but its refusal is known here.
        SameList("error topics", ErrorTopics(Xdrs<DiagnosticEvent>(step, "diagnosticEvents")), ErrorTopics(events));
    }

    static List<string> ErrorTopics(IEnumerable<DiagnosticEvent> events) =>
    [
        .. events.Select(happened => ((ContractEventBody.V0)happened.Event.Body).Value.Topics)
            .Where(topics => topics is [SCVal.Symbol, SCVal.Error])
            .Select(topics => HostException.Text(((SCVal.Error)topics[1]).Value)),
    ];

    static long InstructionFee(long instructions) => (instructions * 7 + 9_999) / 10_000;

    static long NonceOf(SorobanAuthorizationEntry entry) => entry.Credentials switch
    {
        SorobanCredentials.Address address => address.Value.Nonce,
        SorobanCredentials.AddressV2 address => address.Value.Nonce,
        _ => 0,
    };

    static SorobanTransactionData Declared(JsonElement from, JsonElement of)
    {
        if (!from.TryGetProperty("readOnly", out _)) from = of;
        var resources = from.GetProperty("resources");
        var footprint = new LedgerFootprint(Xdrs<LedgerKey>(from, "readOnly").ToXdrArray(), Xdrs<LedgerKey>(from, "readWrite").ToXdrArray());
        return new SorobanTransactionData(
            new SorobanTransactionDataExt.V0(),
            new SorobanResources(footprint, resources.GetProperty("instructions").GetUInt32(), resources.GetProperty("diskReadBytes").GetUInt32(), resources.GetProperty("writeBytes").GetUInt32()),
            1_000_000_000);
    }

    static HostFunction Function(JsonElement invoke) => XdrCodec.FromBase64<HostFunction>(Text(invoke, "hostFunction"));

    static string TypeOf(StateChange change) => change.Before is null ? "created" : change.After is null ? "deleted" : "updated";

    static string Text(JsonElement element, string field) => element.GetProperty(field).ToString();

    static List<T> Xdrs<T>(JsonElement element, string field) where T : IXdr<T> => [.. element.GetProperty(field).EnumerateArray().Select(item => XdrCodec.FromBase64<T>(item.GetString()!))];

    void SameList<T>(string what, IReadOnlyList<T> expected, IReadOnlyList<T> actual)
    {
        if (!expected.SequenceEqual(actual)) _differences.Add($"{_step}: {what}: expected [{string.Join(", ", expected)}], not [{string.Join(", ", actual)}]");
    }

    void Same<T>(string what, T expected, T actual)
    {
        if (!Equals(expected, actual)) _differences.Add($"{_step}: {what}: expected {expected}, not {actual}");
    }

    void Near(string what, long expected, long actual)
    {
        if (Math.Abs(expected - actual) * 100 > expected * InstructionPercent) _differences.Add($"{_step}: {what}: expected about {expected}, not {actual}");
    }
}
