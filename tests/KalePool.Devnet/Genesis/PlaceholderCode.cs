using System.Security.Cryptography;
using System.Text;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Genesis;

/// <summary>
/// What stands on this chain where KALE's Wasm would: a module without functions, of about the real one's size, so that footprints and sizes are as they should be.
/// The contract itself is executed natively, known by this code's hash.
/// </summary>
static class PlaceholderCode
{
    const int Bytes = 12_288;

    public static readonly Opaque Code = Make();

    public static readonly Opaque Hash = new(SHA256.HashData(Code.Span));

    static Opaque Make()
    {
        var code = new byte[Bytes];
        // The magic number, version 1, one custom section (id 0) to the end: length as LEB128 in two bytes, name length, name, zeros.
        ReadOnlySpan<byte> magic = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x00];
        magic.CopyTo(code);
        const int length = Bytes - 11;
        code[9] = (length & 0x7f) | 0x80;
        code[10] = length >> 7;
        var name = Encoding.ASCII.GetBytes("KALE, executed natively by KalePool.Devnet");
        code[11] = (byte)name.Length;
        name.CopyTo(code, 12);
        return new Opaque(code.AsSpan());
    }
}
