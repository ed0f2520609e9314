using System.Diagnostics;
using System.Globalization;
using KalePool.Stellar.Generator.Schema;

namespace KalePool.Stellar.Generator.Emit;

/// <summary>C# for one use of a type: its name, an expression that reads it, a statement that writes it.</summary>
static class TypeEmitter
{
    /// <summary>Fields that carry nothing have no C# name.</summary>
    public static bool IsSilent(XdrType type) => type is XdrType.ExtensionPoint or XdrType.EmptyArray;

    public static string CSharp(XdrType type) => type switch
    {
        XdrType.Primitive p => p.Name switch { "u32" => "uint", "i32" => "int", "u64" => "ulong", "i64" => "long", _ => "bool" },
        XdrType.FixedOpaque or XdrType.VarOpaque => "Opaque",
        XdrType.Text => "XdrString",
        XdrType.Named n => n.Name,
        XdrType.EnumOf e => e.Name,
        XdrType.Optional o => CSharp(o.Item) + "?",
        XdrType.VarArray a => $"XdrArray<{CSharp(a.Item)}>",
        XdrType.FixedArray a => $"XdrArray<{CSharp(a.Item)}>",
        _ => throw new UnreachableException(type.ToString()),
    };

    public static string Read(XdrType type) => type switch
    {
        XdrType.Primitive p => $"reader.Read{Primitive(p)}()",
        XdrType.FixedOpaque o => $"reader.ReadOpaque({o.Length})",
        XdrType.VarOpaque o => $"reader.ReadVarOpaque({Bound(o.Max)})",
        XdrType.Text t => $"reader.ReadString({Bound(t.Max)})",
        XdrType.Named n => $"{n.Name}.Read(ref reader)",
        XdrType.EnumOf e => $"{e.Name}Xdr.Read(ref reader)",
        XdrType.Optional o => $"reader.ReadBool() ? ({CSharp(o)}){Read(o.Item)} : null",
        XdrType.VarArray a => $"XdrItems.Read(ref reader, {Bound(a.Max)}, static (ref XdrReader reader) => {Read(a.Item)})",
        XdrType.FixedArray a => $"XdrItems.ReadFixed(ref reader, {a.Count}, static (ref XdrReader reader) => {Read(a.Item)})",
        _ => throw new UnreachableException(type.ToString()),
    };

    /// <summary>A statement without its semicolon, or an expression-bodied one.</summary>
    public static string Write(XdrType type, string value, int depth = 0) => type switch
    {
        XdrType.Primitive p => $"writer.Write{Primitive(p)}({value})",
        XdrType.FixedOpaque o => $"writer.WriteOpaque({value}, {o.Length})",
        XdrType.VarOpaque o => $"writer.WriteVarOpaque({value}, {Bound(o.Max)})",
        XdrType.Text t => $"writer.WriteString({value}, {Bound(t.Max)})",
        XdrType.Named => $"{value}.Write(writer)",
        XdrType.EnumOf => $"writer.WriteInt32((int){value})",
        XdrType.Optional o => $"writer.WriteBool({value} is not null); if ({value} is {{ }} some{depth}) {{ {Write(o.Item, $"some{depth}", depth + 1)}; }}",
        XdrType.VarArray a => $"XdrItems.Write(writer, {value}, {Bound(a.Max)}, static (writer, item) => {Lambda(a.Item, depth)})",
        XdrType.FixedArray a => $"XdrItems.WriteFixed(writer, {value}, {a.Count}, static (writer, item) => {Lambda(a.Item, depth)})",
        _ => throw new UnreachableException(type.ToString()),
    };

    public static string ReadSilent(Field field) => field.Type is XdrType.ExtensionPoint ? "reader.ReadExtensionPoint();" : $"reader.ReadEmptyArray(\"{field.Name}\");";

    public static string WriteSilent => "writer.WriteInt32(0);";

    static string Lambda(XdrType item, int depth) => item is XdrType.Optional ? $"{{ {Write(item, "item", depth + 1)} }}" : Write(item, "item", depth + 1);

    static string Primitive(XdrType.Primitive p) => p.Name switch { "u32" => "UInt32", "i32" => "Int32", "u64" => "UInt64", "i64" => "Int64", _ => "Bool" };

    static string Bound(uint max) => max == uint.MaxValue ? "uint.MaxValue" : max.ToString(CultureInfo.InvariantCulture);
}
