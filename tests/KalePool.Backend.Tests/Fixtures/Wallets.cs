using System.Security.Cryptography;
using System.Text;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>Key pairs made from names, the same in every run.</summary>
static class Wallets
{
    public static KeyPair Of(string name) => KeyPair.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
