using System.Numerics;
using KalePool.Stellar.Transactions;
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
    public static string? Address(SCVal? value) =>
        value is SCVal.Address(var address and (SCAddress.Account or SCAddress.Contract)) ? address.ToText() : null;

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
