using System.Security.Cryptography;
using System.Text;
using KalePool.Hashing;
using KalePool.Kale;
using KalePool.Pooler.Work;
using KalePool.Stellar.Keys;

namespace KalePool.Pooler.Tests;

/// <summary>Keys and hashes made from names, the same in every run.</summary>
static class Wallets
{
    /// <summary>A C… address that is on no chain.</summary>
    public static string Contract => StrKey.Encode(StrKeyKind.Contract, SHA256.HashData("contract"u8));

    public static KeyPair Of(string name) => KeyPair.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    public static HashTarget Target(string name, Found? known = null) => new(Of(name).Address, Of(name).PublicKey.Span.ToArray(), known is null ? null : new HashProgress(0, 0, known));

    /// <summary>A hash with exactly so many zeros.</summary>
    public static Found Hash(int zeros, ulong nonce = 1) => new(nonce, Digest.FromBytes(Convert.FromHexString(new string('0', zeros) + new string('f', 64 - zeros))), zeros);

    public static KalePail Pail(uint sequence, uint? gap = null, uint? zeros = null) => new(sequence, gap, 0, zeros);
}
