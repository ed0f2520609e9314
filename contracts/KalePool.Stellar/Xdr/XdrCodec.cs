using System.Buffers;

namespace KalePool.Stellar.Xdr;

/// <summary>Whole values to and from bytes and base64 (standard alphabet, padded, as RPC transports them).</summary>
public static class XdrCodec
{
    /// <exception cref="XdrException">Not the canonical encoding of one value, or bytes follow it.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> xdr) where T : IXdr<T>
    {
        var reader = new XdrReader(xdr);
        var value = T.Read(ref reader);
        reader.ExpectEnd();
        return value;
    }

    /// <exception cref="XdrException">Not base64, or what <see cref="Decode{T}"/> refuses.</exception>
    public static T FromBase64<T>(string base64) where T : IXdr<T>
    {
        ArgumentNullException.ThrowIfNull(base64);
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            throw new XdrException($"not base64 ({base64.Length} characters)", 0);
        }
        if (!IsCanonical(base64, bytes)) throw new XdrException("base64 with white space, or with bits that stand for nothing", bytes.Length);
        return Decode<T>(bytes);
    }

    public static byte[] ToXdr<T>(this T value) where T : IXdr<T>
    {
        var buffer = new ArrayBufferWriter<byte>();
        value.Write(new XdrWriter(buffer));
        return buffer.WrittenSpan.ToArray();
    }

    public static string ToBase64<T>(this T value) where T : IXdr<T> => Convert.ToBase64String(value.ToXdr());

    /// <summary>One value has one text: .NET passes over white space, and over what is left of the last character's bits.</summary>
    static bool IsCanonical(string base64, ReadOnlySpan<byte> bytes)
    {
        if (base64.Length != (bytes.Length + 2) / 3 * 4) return false;
        return bytes.IsEmpty || base64.EndsWith(Convert.ToBase64String(bytes[((bytes.Length - 1) / 3 * 3)..]), StringComparison.Ordinal);
    }
}
