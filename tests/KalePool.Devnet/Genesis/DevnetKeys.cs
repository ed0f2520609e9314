using System.Security.Cryptography;
using System.Text;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;

namespace KalePool.Devnet.Genesis;

/// <summary>Devnet's own keys. They follow from the passphrase, so the same network has the same ones; never use them anywhere else.</summary>
public sealed class DevnetKeys
{
    /// <summary>Accounts that friendbot sends from: as many new accounts a ledger.</summary>
    const int MinionCount = 50;

    public DevnetKeys(DevnetSettings settings)
    {
        Node = Derive(settings, "node");
        Friendbot = Derive(settings, "friendbot");
        Issuer = Derive(settings, "issuer");
        Homesteader = Derive(settings, "homesteader");
        Minions = [.. Enumerable.Range(0, MinionCount).Select(i => Derive(settings, $"friendbot minion {i}"))];
        Rivals = [.. Enumerable.Range(0, settings.Rivals.Count).Select(i => Derive(settings, $"rival {i}"))];
    }

    public KeyPair Node { get; }

    public KeyPair Friendbot { get; }

    /// <summary>Of KALE.</summary>
    public KeyPair Issuer { get; }

    /// <summary>Who may pause the farm.</summary>
    public KeyPair Homesteader { get; }

    public IReadOnlyList<KeyPair> Minions { get; }

    public IReadOnlyList<KeyPair> Rivals { get; }

    static KeyPair Derive(DevnetSettings settings, string name) => KeyPair.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes($"{settings.Passphrase}\n{name}")));
}
