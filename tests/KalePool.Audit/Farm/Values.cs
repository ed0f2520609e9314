using System.Numerics;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Audit.Farm;

/// <summary>Readings of contract values; null, or false, where the value is of another kind.</summary>
static class Values
{
    public static BigInteger? Integer(SCVal? value) => value switch
    {
        SCVal.I128(var parts) => ((BigInteger)parts.Hi << 64) + parts.Lo,
        SCVal.U64(var number) => number,
        SCVal.U32(var number) => number,
        _ => null,
    };

    public static string? Symbol(SCVal? value) => value is SCVal.Symbol(var text) ? text.ToString() : null;

    /// <summary>The G… or C… of an address; the others hold neither KALE nor pails.</summary>
    public static string? Address(SCVal? value) => value is SCVal.Address(var address) ? Address(address) : null;

    public static string? Address(SCAddress address) => address switch
    {
        SCAddress.Account(PublicKey.PublicKeyTypeEd25519(var key)) => StrKey.Encode(StrKeyKind.Account, key.Span),
        SCAddress.Contract(var id) => StrKey.Encode(StrKeyKind.Contract, id.Span),
        _ => null,
    };

    public static SCAddress Account(string address) =>
        new SCAddress.Account(new PublicKey.PublicKeyTypeEd25519(StrKey.Decode(StrKeyKind.Account, address)));

    public static SCAddress Contract(string address) => new SCAddress.Contract(StrKey.Decode(StrKeyKind.Contract, address));

    /// <summary>The fields of a contracttype struct, a map with symbols for keys.</summary>
    public static IReadOnlyDictionary<string, SCVal>? Fields(SCVal value)
    {
        if (value is not SCVal.Map(var entries) || entries is null) return null;
        var fields = new Dictionary<string, SCVal>();
        foreach (var entry in entries)
        {
            if (Symbol(entry.Key) is not { } name || !fields.TryAdd(name, entry.Val)) return null;
        }

        return fields;
    }
}
