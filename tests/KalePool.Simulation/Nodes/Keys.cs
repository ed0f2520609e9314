using System.Security.Cryptography;
using System.Text;
using Dapper;
using KalePool.Backend.Custody;
using KalePool.Backend.Storage;
using KalePool.Stellar.Keys;

namespace KalePool.Simulation.Nodes;

/// <summary>Key pairs that follow from names: the product's own are random, and a seed must have the same twice.</summary>
static class Keys
{
    public static readonly MasterKeys Masters = new(new MasterKey(new byte[MasterKey.Bytes]));

    public static KeyPair Of(string name) => KeyPair.FromSeed(SeedOf(name));

    public static Guid IdOf(string name) => new(SeedOf(name).AsSpan(0, 16));

    /// <summary>As <see cref="WalletKeys.CreateAsync"/> keeps one.</summary>
    /// <returns>Its address.</returns>
    public static async Task<string> KeepAsync(Database database, Guid farmer, string name)
    {
        var kept = SealedKey.Of(Masters.Present, farmer, SeedOf(name));
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            "INSERT INTO wallet_keys (farmer_id, public_key, key_id, nonce, ciphertext, created_at) VALUES (@id, @PublicKey, @KeyId, @Nonce, @Ciphertext, '')",
            new { id = farmer.ToString("D"), kept.PublicKey, kept.KeyId, kept.Nonce, kept.Ciphertext });
        return kept.PublicKey;
    }

    static byte[] SeedOf(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));
}
