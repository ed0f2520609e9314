using System.Buffers;
using System.Diagnostics;
using KalePool.Stellar.Generator.Schema;
using KalePool.Stellar.Tests.Json;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Xdr;

/// <summary>Canonical XDR of any type, drawn from the schema by a seed: what the codecs must take, written without them.</summary>
sealed class SchemaSamples(int seed)
{
    const int MaxDepth = 6;
    const int MaxItems = 3;

    readonly Random _random = new(seed);
    XdrWriter _writer = new(new ArrayBufferWriter<byte>());

    /// <param name="arm">Of a union, which of its arms; null for any.</param>
    public byte[] Draw(string type, int? arm = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        _writer = new XdrWriter(buffer);
        Named(type, 0, arm);
        return buffer.WrittenSpan.ToArray();
    }

    void Named(string name, int depth, int? arm = null)
    {
        switch (XdrSchema.Definitions[name])
        {
            case Definition.Struct s:
                foreach (var field in s.Fields) Write(field.Type, depth);
                break;
            case Definition.Union u:
                var arms = depth < MaxDepth ? u.Arms : [.. u.Arms.OrderBy(candidate => candidate.Payload is null ? 0 : 1).Take(1)];
                var chosen = arm is { } index ? u.Arms[index] : arms[_random.Next(arms.Count)];
                _writer.WriteInt32(chosen.Discriminant);
                if (chosen.Payload is { } payload) Write(payload.Type, depth + 1);
                break;
            default:
                throw new UnreachableException(name);
        }
    }

    void Write(XdrType type, int depth)
    {
        switch (type)
        {
            case XdrType.Primitive { Name: "bool" }:
                _writer.WriteBool(_random.Next(2) == 1);
                break;
            case XdrType.Primitive p:
                _writer.WriteOpaque(Bytes(p.Name.EndsWith("64", StringComparison.Ordinal) ? 8 : 4), p.Name.EndsWith("64", StringComparison.Ordinal) ? 8 : 4);
                break;
            case XdrType.FixedOpaque o:
                _writer.WriteOpaque(Bytes(o.Length), o.Length);
                break;
            case XdrType.VarOpaque o:
                _writer.WriteVarOpaque(Bytes(Length(o.Max, 40)), o.Max);
                break;
            case XdrType.Text t:
                _writer.WriteVarOpaque(Bytes(Length(t.Max, 40)), t.Max);
                break;
            case XdrType.EnumOf e:
                var members = ((Definition.Enumeration)XdrSchema.Definitions[e.Name]).Members;
                _writer.WriteInt32(members[_random.Next(members.Count)].Discriminant);
                break;
            case XdrType.Optional o:
                var there = depth < MaxDepth && _random.Next(3) > 0;
                _writer.WriteBool(there);
                if (there) Write(o.Item, depth + 1);
                break;
            case XdrType.VarArray a:
                var count = depth < MaxDepth ? Length(a.Max, MaxItems) : 0;
                _writer.WriteUInt32((uint)count);
                for (var i = 0; i < count; i++) Write(a.Item, depth + 1);
                break;
            case XdrType.FixedArray a:
                for (var i = 0; i < a.Count; i++) Write(a.Item, depth + 1);
                break;
            case XdrType.Named n:
                Named(n.Name, depth + 1);
                break;
            default:
                _writer.WriteInt32(0);
                break;
        }
    }

    int Length(uint max, int most) => _random.Next((int)Math.Min(max, (uint)most) + 1);

    Opaque Bytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }
}
