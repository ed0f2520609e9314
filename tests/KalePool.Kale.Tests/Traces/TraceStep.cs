using System.Globalization;
using System.Text.Json;
using KalePool.Stellar.Xdr;

namespace KalePool.Kale.Tests.Traces;

/// <summary>A step, with the invocation that it simulates or applies; trustline steps have none.</summary>
public sealed record TraceStep(int Number, string Kind, LedgerMoment Now, string? Source, InvokeContractArgs? Call, JsonElement Json)
{
    public bool IsOk => Json.GetProperty("ok").GetBoolean();

    /// <summary>The error that came out; null when there was none, or none of the host's.</summary>
    public SCError? Error => Json.TryGetProperty("error", out var error) && error.GetProperty("scError") is { ValueKind: JsonValueKind.String } text
        ? ((SCVal.Error)XdrCodec.FromBase64<SCVal>(text.GetString()!)).Value
        : null;

    public SCVal ReturnValue => XdrCodec.FromBase64<SCVal>(Json.GetProperty("returnValue").GetString()!);

    public string Function => Call!.FunctionName.ToString();

    public static TraceStep Of(JsonElement step, IReadOnlyList<JsonElement> all)
    {
        var invoke = step.TryGetProperty("invoke", out var own) ? own
            : step.TryGetProperty("of", out var of) ? all[of.GetInt32()].GetProperty("invoke")
            : (JsonElement?)null;
        return new TraceStep(
            step.GetProperty("step").GetInt32(),
            step.GetProperty("kind").GetString()!,
            new LedgerMoment(step.GetProperty("ledger").GetUInt32(), step.GetProperty("time").GetUInt64()),
            step.TryGetProperty("source", out var source) ? source.GetString() : invoke?.GetProperty("source").GetString(),
            invoke is { } i ? ((HostFunction.InvokeContract)XdrCodec.FromBase64<HostFunction>(i.GetProperty("hostFunction").GetString()!)).Value : null,
            step);
    }

    /// <summary>XDR values listed under a name.</summary>
    public XdrArray<T> List<T>(string name)
        where T : IXdr<T> => Json.GetProperty(name).EnumerateArray().Select(e => XdrCodec.FromBase64<T>(e.GetString()!)).ToXdrArray();

    public static long Stroops(JsonElement value) => long.Parse(value.GetString()!, CultureInfo.InvariantCulture);
}
