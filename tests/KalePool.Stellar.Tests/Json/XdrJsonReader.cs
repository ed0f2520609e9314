using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KalePool.Stellar.Generator.Emit;
using KalePool.Stellar.Generator.Schema;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Json;

/// <summary>A value of the wire built from its JSON of SEP-51, by reflection; every member must be known and be there.</summary>
static class XdrJsonReader
{
    public static T Read<T>(JsonElement json) where T : IXdr<T> => (T)Named(typeof(T).Name, json)!;

    static object? Value(XdrType type, Type clr, JsonElement json, string field) => type switch
    {
        XdrType.Primitive p => Primitive(p.Name, json),
        XdrType.FixedOpaque o => XdrJsonTexts.ToOpaque(json.GetString()!, field, o.Length),
        XdrType.VarOpaque => XdrJsonTexts.ToOpaque(json.GetString()!, field, 0),
        XdrType.Text => new XdrString(XdrJsonTexts.Unescape(json.GetString()!)),
        XdrType.EnumOf e => Enum.ToObject(XdrSchema.Clr(e.Name), Named(((Definition.Enumeration)XdrSchema.Definitions[e.Name]).Members, json.GetString()!).Discriminant),
        XdrType.Optional o => json.ValueKind == JsonValueKind.Null ? null : Value(o.Item, Nullable.GetUnderlyingType(clr) ?? clr, json, field),
        XdrType.VarArray a => List(a.Item, clr, json, field),
        XdrType.FixedArray a => List(a.Item, clr, json, field),
        XdrType.Named n => Named(n.Name, json),
        _ => throw new UnreachableException(type.ToString()),
    };

    static object Primitive(string name, JsonElement json) => name switch
    {
        "bool" => json.GetBoolean(),
        "u32" => json.GetUInt32(),
        "i32" => json.GetInt32(),
        "u64" => ulong.Parse(json.GetString()!, CultureInfo.InvariantCulture),
        _ => long.Parse(json.GetString()!, CultureInfo.InvariantCulture),
    };

    static object List(XdrType item, Type clr, JsonElement json, string field)
    {
        var element = clr.GetGenericArguments().Single();
        var items = Array.CreateInstance(element, json.GetArrayLength());
        foreach (var (index, value) in json.EnumerateArray().Index()) items.SetValue(Value(item, element, value, field), index);
        return typeof(XdrArray).GetMethod(nameof(XdrArray.ToXdrArray))!.MakeGenericMethod(element).Invoke(null, [items])!;
    }

    static object? Named(string name, JsonElement json)
    {
        var clr = XdrSchema.Clr(name);
        if (json.ValueKind == JsonValueKind.String && XdrJsonTexts.TryRead(clr, json.GetString()) is { } value) return value;
        return XdrSchema.Definitions[name] switch
        {
            Definition.Struct s => Struct(s, clr, json),
            Definition.Union u => Union(u, json),
            _ => throw new UnreachableException(name),
        };
    }

    static object Struct(Definition.Struct definition, Type clr, JsonElement json)
    {
        var names = definition.Fields.Select(field => XdrSchema.Snake(field.Name)).ToHashSet();
        if (json.EnumerateObject().Select(member => member.Name).FirstOrDefault(member => !names.Contains(member)) is { } unknown)
            throw new FormatException($"{definition.Name} has no {unknown}");
        var constructor = clr.GetConstructors().Single();
        var arguments = new List<object?>();
        foreach (var field in definition.Fields)
        {
            var value = json.GetProperty(XdrSchema.Snake(field.Name));
            if (field.Type is XdrType.ExtensionPoint && value.GetString() != "v0") throw new FormatException($"{definition.Name}.{field.Name} is not v0");
            if (field.Type is XdrType.EmptyArray && value.GetArrayLength() > 0) throw new FormatException($"{definition.Name}.{field.Name} is not empty");
            if (!TypeEmitter.IsSilent(field.Type)) arguments.Add(Value(field.Type, constructor.GetParameters()[arguments.Count].ParameterType, value, field.Name));
        }
        return constructor.Invoke([.. arguments]);
    }

    static object Union(Definition.Union definition, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) return Activator.CreateInstance(XdrSchema.Clr(definition.Name, Named(definition.Arms, json.GetString()!)))!;
        var member = json.EnumerateObject().Single();
        var arm = Named(definition.Arms, member.Name);
        var constructor = XdrSchema.Clr(definition.Name, arm).GetConstructors().Single();
        return constructor.Invoke([Value(arm.Payload!.Type, constructor.GetParameters().Single().ParameterType, member.Value, arm.Payload.Name)]);
    }

    static Arm Named(IReadOnlyList<Arm> arms, string name) =>
        arms.FirstOrDefault(arm => XdrSchema.ArmName(arm) == name) ?? throw new FormatException($"no arm is called {name}");
}
