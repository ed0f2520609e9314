using System.Security.Cryptography;
using System.Text;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Keys;

/// <summary>A Stellar network, named by its passphrase. Every hash that is signed begins with its id.</summary>
public sealed record Network
{
    public static readonly Network Public = new("Public Global Stellar Network ; September 2015");
    public static readonly Network Testnet = new("Test SDF Network ; September 2015");

    /// <exception cref="ArgumentException">The passphrase is empty.</exception>
    public Network(string passphrase)
    {
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        Passphrase = passphrase;
        Id = new Opaque(SHA256.HashData(Encoding.UTF8.GetBytes(passphrase)));
    }

    public string Passphrase { get; }

    /// <summary>SHA-256 of the passphrase in UTF-8.</summary>
    public Opaque Id { get; }
}
