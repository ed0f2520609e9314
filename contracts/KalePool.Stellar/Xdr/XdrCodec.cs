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
        return Decode<T>(bytes);
    }

    public static byte[] ToXdr<T>(this T value) where T : IXdr<T>
    {
        var buffer = new ArrayBufferWriter<byte>();
        value.Write(new XdrWriter(buffer));
        return buffer.WrittenSpan.ToArray();
    }

    public static string ToBase64<T>(this T value) where T : IXdr<T> => Convert.ToBase64String(value.ToXdr());
}
