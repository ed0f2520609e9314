using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>Reads the fields of a contract's struct, which is a map with Symbol keys in ascending order: exactly the expected ones, each once.</summary>
readonly ref struct StructReader
{
    readonly string _type;
    readonly XdrArray<SCMapEntry> _entries;

    StructReader(string type, XdrArray<SCMapEntry> entries)
    {
        _type = type;
        _entries = entries;
    }

    /// <exception cref="KaleFormatException">Not a map of that many entries.</exception>
    public static StructReader Of(string type, SCVal value, int fields)
    {
        if (value is not SCVal.Map { Value: { } entries }) throw new KaleFormatException($"{type}: a map expected, not {value.GetType().Name}");
        if (entries.Count != fields) throw new KaleFormatException($"{type}: {fields} fields expected, not {entries.Count}");
        return new StructReader(type, entries);
    }

    /// <exception cref="KaleFormatException">Another field stands there.</exception>
    public SCVal Field(int position, string name)
    {
        var entry = _entries[position];
        return entry.Key is SCVal.Symbol { Value: var symbol } && symbol == name ? entry.Val : throw Wrong(name, "missing");
    }

    public uint U32(int position, string name) => Field(position, name) is SCVal.U32 { Value: var value } ? value : throw Wrong(name, "a u32 expected");

    public ulong U64(int position, string name) => Field(position, name) is SCVal.U64 { Value: var value } ? value : throw Wrong(name, "a u64 expected");

    public Int128 I128(int position, string name) => Field(position, name) is SCVal.I128 { Value: var value } ? value.ToInt128() : throw Wrong(name, "an i128 expected");

    public Opaque Bytes(int position, string name, int length) =>
        Field(position, name) is SCVal.Bytes { Value: var value } && value.Length == length ? value : throw Wrong(name, $"{length} bytes expected");

    public uint? OptionalU32(int position, string name) => Field(position, name) switch
    {
        SCVal.U32 { Value: var value } => value,
        SCVal.Void => null,
        _ => throw Wrong(name, "a u32 or nothing expected"),
    };

    KaleFormatException Wrong(string name, string what) => new($"{_type}.{name}: {what}");
}
