using System.Reflection;
using KalePool.Stellar.Tests.Json;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Xdr;

/// <summary>Decoding and encoding again, for every type of the schema by its name.</summary>
static class XdrTypes
{
    static readonly MethodInfo Generic = typeof(XdrTypes).GetMethod(nameof(AgainAs), BindingFlags.Static | BindingFlags.NonPublic)!;

    // The vectors write ScVal and HashIdPreimage.
    static readonly Dictionary<string, Func<byte[], byte[]>> Codecs = XdrSchema.Types.ToDictionary(
        name => name,
        name => Generic.MakeGenericMethod(XdrSchema.Clr(name)).CreateDelegate<Func<byte[], byte[]>>(),
        StringComparer.OrdinalIgnoreCase);

    /// <exception cref="XdrException">The bytes are no such value.</exception>
    public static byte[] Again(string type, byte[] xdr) =>
        Codecs.TryGetValue(type, out var codec) ? codec(xdr) : throw new InvalidDataException($"{type} is a type that no test knows");

    static byte[] AgainAs<T>(byte[] xdr) where T : IXdr<T>
    {
        var value = XdrCodec.Decode<T>(xdr);
        var again = value.ToXdr();
        // Value equality holds through the wire.
        Assert.Equal(value, XdrCodec.Decode<T>(again));
        Assert.Equal(value.GetHashCode(), XdrCodec.Decode<T>(again).GetHashCode());
        return again;
    }
}
