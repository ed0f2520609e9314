using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KalePool.Stellar.Generator.Emit;
using KalePool.Stellar.Generator.Schema;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Json;

/// <summary>A value of the wire in the JSON of SEP-51, written by reflection. Only tests have a use for it.</summary>
static class XdrJson
{
    public static JsonElement Of<T>(T value) where T : IXdr<T> => JsonSerializer.SerializeToElement(Named(typeof(T).Name, value));

    static JsonNode? Node(XdrType type, object? value, string field) => type switch
    {
        XdrType.Primitive { Name: "u64" or "i64" } => Convert.ToString(value, CultureInfo.InvariantCulture),
        XdrType.Primitive => JsonSerializer.SerializeToNode(value),
        XdrType.FixedOpaque or XdrType.VarOpaque => XdrJsonTexts.OfOpaque((Opaque)value!, field),
        XdrType.Text => XdrJsonTexts.Escape(((XdrString)value!).Bytes.Span),
        XdrType.EnumOf e => XdrSchema.ArmName(Members(e.Name).Single(member => member.Discriminant == Convert.ToInt32(value, CultureInfo.InvariantCulture))),
        XdrType.Optional o => value is null ? null : Node(o.Item, value, field),
        XdrType.VarArray a => List(a.Item, value, field),
        XdrType.FixedArray a => List(a.Item, value, field),
        XdrType.Named n => Named(n.Name, value!),
        XdrType.ExtensionPoint => "v0",
        XdrType.EmptyArray => new JsonArray(),
        _ => throw new UnreachableException(type.ToString()),
    };

    static JsonNode? Named(string name, object value)
    {
        if (XdrJsonTexts.TryWrite(value) is { } text) return text;
        return XdrSchema.Definitions[name] switch
        {
            Definition.Struct s => Struct(s, value),
            Definition.Union u => Union(u, value),
            _ => throw new UnreachableException(name),
        };
    }

    static JsonObject Struct(Definition.Struct definition, object value)
    {
        var json = new JsonObject();
        foreach (var field in definition.Fields)
            json[XdrSchema.Snake(field.Name)] = Node(field.Type, TypeEmitter.IsSilent(field.Type) ? null : Member(value, Names.Property(field.Name)), field.Name);
        return json;
    }

    static JsonNode Union(Definition.Union definition, object value)
    {
        var discriminant = (int)Member(value, "Discriminant")!;
        var arm = definition.Arms.Single(arm => arm.Discriminant == discriminant);
        var name = XdrSchema.ArmName(arm);
        return arm.Payload is { } payload ? new JsonObject { [name] = Node(payload.Type, Member(value, "Value"), payload.Name) } : name;
    }

    static JsonArray List(XdrType item, object? value, string field) => new([.. ((IEnumerable)value!).Cast<object?>().Select(element => Node(item, element, field))]);

    static object? Member(object of, string name) =>
        (of.GetType().GetProperty(name) ?? throw new InvalidDataException($"{of.GetType().Name} has no {name}")).GetValue(of);

    static IReadOnlyList<Arm> Members(string name) => ((Definition.Enumeration)XdrSchema.Definitions[name]).Members;
}
