using System.Buffers;
using System.Buffers.Binary;

namespace KalePool.Stellar.Xdr;

/// <summary>Writer of big-endian XDR. Bounds are checked on writing too: a value that no reader would accept is never sent.</summary>
public sealed class XdrWriter(IBufferWriter<byte> output)
{
    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    public void WriteInt32(int value) => WriteUInt32((uint)value);

    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(output.GetSpan(8), value);
        output.Advance(8);
    }

    public void WriteInt64(long value) => WriteUInt64((ulong)value);

    public void WriteBool(bool value) => WriteUInt32(value ? 1u : 0u);

    /// <exception cref="ArgumentException">The value is not <paramref name="length"/> bytes long.</exception>
    public void WriteOpaque(Opaque value, int length)
    {
        if (value.Length != length) throw new ArgumentException($"{length} bytes expected, not {value.Length}", nameof(value));
        WriteBytes(value.Span);
    }

    public void WriteVarOpaque(Opaque value, uint max)
    {
        if (value.Length > max) throw new ArgumentException($"{value.Length} bytes are above the bound {max}", nameof(value));
        WriteUInt32((uint)value.Length);
        WriteBytes(value.Span);
    }

    public void WriteString(XdrString value, uint max) => WriteVarOpaque(value.Bytes, max);

    public void WriteCount(int count, uint max)
    {
        if (count > max) throw new ArgumentException($"{count} elements are above the bound {max}", nameof(count));
        WriteUInt32((uint)count);
    }

    void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        var padded = bytes.Length + (-bytes.Length & 3);
        if (padded == 0) return;
        var span = output.GetSpan(padded)[..padded];
        bytes.CopyTo(span);
        span[bytes.Length..].Clear();
        output.Advance(padded);
    }
}
