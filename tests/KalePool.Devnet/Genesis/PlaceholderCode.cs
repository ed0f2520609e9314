using System.Security.Cryptography;
using System.Text;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Genesis;

/// <summary>
/// What stands on this chain where a contract's Wasm would: a module without functions, of about the real one's size, so that footprints and sizes are as they should be.
/// The contracts themselves are executed natively, known by their code's hash.
/// </summary>
sealed class PlaceholderCode
{
    public static readonly PlaceholderCode Kale = new("KALE", 12_288);
    /// <summary>The farm may be upgraded to it: another hash, the same rules.</summary>
    public static readonly PlaceholderCode NextKale = new("KALE, the next version", 12_288);

    public static readonly PlaceholderCode Router = new("router", 2_048);

    PlaceholderCode(string name, int bytes)
    {
        Code = Make($"{name}, executed natively by KalePool.Devnet", bytes);
        Hash = new Opaque(SHA256.HashData(Code.Span));
    }

    /// <summary>What the ledger notes of a module for the price of parsing it: here what compilers make of contracts of that size, roughly.</summary>
    public ContractCodeCostInputs Costs => new(
        NInstructions: (uint)Code.Length * 2 / 5, NFunctions: (uint)Code.Length / 200, NGlobals: 3, NTableEntries: 0, NTypes: (uint)Code.Length / 500, NDataSegments: 1, NElemSegments: 0,
        NImports: (uint)Code.Length / 400, NExports: 12, NDataSegmentBytes: (uint)Code.Length / 16);

    public Opaque Code { get; }

    public Opaque Hash { get; }

    static Opaque Make(string name, int bytes)
    {
        var code = new byte[bytes];
        // The magic number, version 1, one custom section (id 0) to the end: length as LEB128 in two bytes, name length, name, zeros.
        ReadOnlySpan<byte> magic = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x00];
        magic.CopyTo(code);
        var length = bytes - 11;
        code[9] = (byte)((length & 0x7f) | 0x80);
        code[10] = (byte)(length >> 7);
        var text = Encoding.ASCII.GetBytes(name);
        code[11] = (byte)text.Length;
        text.CopyTo(code, 12);
        return new Opaque(code.AsSpan());
    }
}
