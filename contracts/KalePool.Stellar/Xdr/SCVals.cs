namespace KalePool.Stellar.Xdr;

/// <summary>Short forms for the values that contracts are called with, in soroban-sdk's conventions.</summary>
public static class SCVals
{
    public static readonly SCVal Void = new SCVal.Void();

    public static SCVal Symbol(string name) => new SCVal.Symbol(name);

    public static SCVal U32(uint value) => new SCVal.U32(value);

    public static SCVal U64(ulong value) => new SCVal.U64(value);

    public static SCVal I128(Int128 value) => new SCVal.I128(new Int128Parts((long)(value >> 64), unchecked((ulong)value)));

    public static SCVal Bytes(Opaque value) => new SCVal.Bytes(value);

    public static SCVal Vec(params ReadOnlySpan<SCVal> items) => new SCVal.Vec(XdrArray.Create(items));

    /// <summary>An enum variant: Vec[Symbol(name), payload…].</summary>
    public static SCVal Variant(string name, params ReadOnlySpan<SCVal> payload) => new SCVal.Vec([Symbol(name), .. payload]);

    /// <summary>A struct: a map with Symbol keys; <paramref name="fields"/> must come in ascending order of their names' bytes.</summary>
    public static SCVal Struct(params ReadOnlySpan<(string Name, SCVal Value)> fields)
    {
        var entries = new SCMapEntry[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0 && string.CompareOrdinal(fields[i - 1].Name, fields[i].Name) >= 0) throw new ArgumentException($"{fields[i].Name} is out of order", nameof(fields));
            entries[i] = new SCMapEntry(Symbol(fields[i].Name), fields[i].Value);
        }
        return new SCVal.Map(new XdrArray<SCMapEntry>(entries));
    }

    /// <param name="publicKey">32 bytes.</param>
    public static SCVal AccountAddress(Opaque publicKey) => new SCVal.Address(new SCAddress.Account(new PublicKey.PublicKeyTypeEd25519(publicKey)));

    /// <param name="contractId">32 bytes.</param>
    public static SCVal ContractAddress(Opaque contractId) => new SCVal.Address(new SCAddress.Contract(contractId));

    public static Int128 ToInt128(this Int128Parts parts) => new(unchecked((ulong)parts.Hi), parts.Lo);
}
