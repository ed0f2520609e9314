using System.Text.Json;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rpc;

/// <summary>Parameters by name. Unknown ones are ignored, wrong ones are refused by their name.</summary>
public readonly struct RpcParams(JsonElement? element)
{
    /// <summary>Decoded bytes that a transaction may have.</summary>
    public const int MaxTransactionBytes = 1 << 20;

    /// <summary>Decoded bytes that a ledger key or a topic may have.</summary>
    public const int MaxKeyBytes = 1 << 14;

    public JsonElement? Find(string name) =>
        element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public RpcParams Object(string name) => Find(name) switch
    {
        null => new RpcParams(null),
        { ValueKind: JsonValueKind.Object } value => new RpcParams(value),
        _ => throw RpcErrorException.Params($"{name}: an object expected"),
    };

    public string? OptionalString(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw RpcErrorException.Params($"{name}: a string expected"),
    };

    public string String(string name) => OptionalString(name) ?? throw RpcErrorException.Params($"{name}: missing");

    public uint? OptionalUInt32(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetUInt32(out var number) => number,
        _ => throw RpcErrorException.Params($"{name}: a number from 0 to {uint.MaxValue} expected"),
    };

    public bool OptionalBool(string name) => Find(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw RpcErrorException.Params($"{name}: true or false expected"),
    };

    public IReadOnlyList<JsonElement> List(string name, int max) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } value when value.GetArrayLength() <= max => [.. value.EnumerateArray()],
        { ValueKind: JsonValueKind.Array } value => throw RpcErrorException.Params($"{name}: at most {max} expected, not {value.GetArrayLength()}"),
        _ => throw RpcErrorException.Params($"{name}: an array expected"),
    };

    /// <summary>Base64 XDR of one value.</summary>
    public static T Xdr<T>(string name, string base64, int maxBytes) where T : IXdr<T>
    {
        if (base64.Length / 4L * 3 > maxBytes + 2) throw RpcErrorException.Params($"{name}: invalid_xdr: more than {maxBytes} bytes");
        try
        {
            return XdrCodec.FromBase64<T>(base64);
        }
        catch (XdrException wrong)
        {
            throw RpcErrorException.Params($"{name}: invalid_xdr: {wrong.Message}");
        }
    }

    /// <summary>Only base64 is served.</summary>
    public void RequireBase64()
    {
        if (OptionalString("xdrFormat") is { } format and not ("" or "base64")) throw RpcErrorException.Params($"xdrFormat: base64 expected, not {format}");
    }
}
