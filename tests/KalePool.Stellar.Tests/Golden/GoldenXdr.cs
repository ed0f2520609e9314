using System.Text.Json;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Tests.Json;
using KalePool.Stellar.Tests.Xdr;
using KalePool.Stellar.Xdr;
using KalePool.Tests.Golden;

namespace KalePool.Stellar.Tests.Golden;

/// <summary>XDR in golden cases: decoded, encoded again to the same bytes, compared with its meaning in JSON.</summary>
static class GoldenXdr
{
    public static T Xdr<T>(this GoldenCase item, string name) where T : IXdr<T> => item.Decoded<T>(item.Text(name));

    public static T Decoded<T>(this GoldenCase item, string base64) where T : IXdr<T>
    {
        var value = XdrCodec.FromBase64<T>(base64);
        var xdr = Convert.FromBase64String(base64);
        Assert.Equal(base64, Convert.ToBase64String(XdrTypes.Again(typeof(T).Name, xdr)));
        item.Samples.Add((typeof(T).Name, xdr));
        return value;
    }

    /// <summary>The member is the value's JSON, and the value built from it is the same.</summary>
    public static void Means<T>(this GoldenCase item, T value, string name) where T : IXdr<T>
    {
        var json = item.Get(name);
        Same(json, XdrJson.Of(value), name);
        Assert.Equal(value.ToBase64(), XdrJsonReader.Read<T>(json).ToBase64());
    }

    /// <summary>A case that is nothing but a value: name, json, xdr, bytes.</summary>
    public static T Value<T>(this GoldenCase item) where T : IXdr<T>
    {
        var value = item.Xdr<T>("xdr");
        item.Means(value, "json");
        if (item.Has("bytes")) Assert.Equal(item.Get("bytes").GetInt32(), value.ToXdr().Length);
        item.Inform("name", "note");
        return value;
    }

    /// <summary>Equal as JSON, order of members aside.</summary>
    public static void Same(JsonElement expected, JsonElement actual, string what) =>
        Assert.True(JsonElement.DeepEquals(expected, actual), $"{what}: expected {expected}, not {actual}");

    /// <exception cref="InvalidDataException">A network that no test knows.</exception>
    public static Network NetworkOf(string name) => name switch
    {
        "PUBLIC" => Network.Public,
        "TESTNET" => Network.Testnet,
        _ => throw new InvalidDataException($"{name} is a network that no test knows"),
    };

    public static KeyPair[] Signers(this GoldenCase item, string name) => [.. item.Texts(name).Select(KeyPair.FromSecret)];
}
