using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace KalePool.Stellar.Xdr;

/// <summary>
/// Strict reader of big-endian XDR. Refuses what a canonical encoder never writes: flags other than 0 and 1, padding that is not zero,
/// counts above their bound or above what the input can hold, nesting deeper than <see cref="MaxDepth"/>.
/// </summary>
public ref struct XdrReader(ReadOnlySpan<byte> input)
{
    /// <summary>Levels of types that contain themselves. The host's own limit lets no value live that is deeper (about 125 levels of SCVal).</summary>
    public const int MaxDepth = 128;

    readonly ReadOnlySpan<byte> _input = input;
    int _depth;

    /// <summary>Bytes read so far.</summary>
    public int Offset { get; private set; }

    public readonly int Remaining => _input.Length - Offset;

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public bool ReadBool() => ReadUInt32() switch
    {
        0 => false,
        1 => true,
        var flag => throw Fail($"a flag must be 0 or 1, not {flag}"),
    };

    /// <summary>Fixed opaque data; <paramref name="length"/> in bytes.</summary>
    public Opaque ReadOpaque(int length)
    {
        var bytes = Take(length).ToArray();
        SkipPadding(length);
        return new Opaque(bytes);
    }

    /// <summary>Variable opaque data of at most <paramref name="max"/> bytes.</summary>
    public Opaque ReadVarOpaque(uint max)
    {
        var length = ReadUInt32();
        if (length > max) throw Fail($"a length of {length} is above its bound {max}");
        if (length > Remaining) throw Fail($"a length of {length} is beyond the {Remaining} bytes that are left");
        return ReadOpaque((int)length);
    }

    public XdrString ReadString(uint max) => new(ReadVarOpaque(max));

    /// <summary>An array's count. Every element takes at least four bytes, so that no count can ask for more memory than the input is long.</summary>
    public int ReadCount(uint max)
    {
        var count = ReadUInt32();
        if (count > max) throw Fail($"a count of {count} is above its bound {max}");
        if (count > Remaining / 4) throw Fail($"a count of {count} is beyond the {Remaining} bytes that are left");
        return (int)count;
    }

    /// <summary>The empty extension that the protocol leaves for later.</summary>
    public void ReadExtensionPoint()
    {
        var v = ReadInt32();
        if (v != 0) throw Fail($"extension {v} is unknown");
    }

    public void ReadEmptyArray(string name)
    {
        var count = ReadUInt32();
        if (count != 0) throw Fail($"{name} is not supported here but has {count} elements");
    }

    /// <summary>Entered by every type that contains itself; left by <see cref="Leave"/>.</summary>
    public void Enter()
    {
        if (++_depth > MaxDepth) throw Fail($"values are nested deeper than {MaxDepth} levels");
    }

    public void Leave() => _depth--;

    public readonly void ExpectEnd()
    {
        if (Remaining != 0) throw Fail($"{Remaining} bytes too many");
    }

    public readonly XdrException Fail(string message) => new(message, Offset);

    [DoesNotReturn]
    public readonly void Unknown(string type, int discriminant) => throw new XdrException($"{type} has no arm {discriminant}", Offset - 4);

    ReadOnlySpan<byte> Take(int length)
    {
        if (Remaining < length) throw Fail($"{length} bytes expected but only {Remaining} are left");
        var bytes = _input.Slice(Offset, length);
        Offset += length;
        return bytes;
    }

    void SkipPadding(int length)
    {
        if (Take(-length & 3).ContainsAnyExcept((byte)0)) throw Fail("padding must be zero");
    }
}
