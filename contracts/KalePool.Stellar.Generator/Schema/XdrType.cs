namespace KalePool.Stellar.Generator.Schema;

/// <summary>A type as a field names it.</summary>
abstract record XdrType
{
    /// <summary>u32, i32, u64, i64 or bool.</summary>
    public sealed record Primitive(string Name) : XdrType;

    public sealed record FixedOpaque(int Length) : XdrType;

    public sealed record VarOpaque(uint Max) : XdrType;

    public sealed record Text(uint Max) : XdrType;

    public sealed record Named(string Name) : XdrType;

    public sealed record EnumOf(string Name) : XdrType;

    public sealed record Optional(XdrType Item) : XdrType;

    public sealed record VarArray(XdrType Item, uint Max) : XdrType;

    public sealed record FixedArray(XdrType Item, int Count) : XdrType;

    /// <summary>An i32 that is 0; no field in C#.</summary>
    public sealed record ExtensionPoint : XdrType;

    /// <summary>A count that is 0; no field in C#.</summary>
    public sealed record EmptyArray : XdrType;
}

sealed record Field(string Name, XdrType Type);

sealed record Arm(int Discriminant, string Name, Field? Payload);

/// <summary>One line of the schema.</summary>
abstract record Definition(string Name)
{
    public sealed record Struct(string Name, IReadOnlyList<Field> Fields) : Definition(Name);

    public sealed record Union(string Name, IReadOnlyList<Arm> Arms) : Definition(Name);

    public sealed record Enumeration(string Name, IReadOnlyList<Arm> Members) : Definition(Name);
}
