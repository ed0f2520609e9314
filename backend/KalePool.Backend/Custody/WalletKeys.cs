using System.Security.Cryptography;
using Dapper;
using KalePool.Backend.Storage;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Custody;

/// <summary>
/// The farmers' custodial keys: AES-256-GCM with a nonce of their own and the farmer's id as associated data, in one table. A key is committed
/// before its address is shown to anybody, and never deleted.
/// </summary>
public sealed class WalletKeys(Database database, MasterKey master, TimeProvider time)
{
    /// <summary>Makes and keeps a key pair.</summary>
    /// <returns>Its address, G….</returns>
    public async Task<string> CreateAsync(Guid farmerId, CancellationToken cancellation)
    {
        var seed = RandomNumberGenerator.GetBytes(KeyPair.SeedBytes);
        try
        {
            var address = KeyPair.FromSeed(seed).Address;
            var (nonce, ciphertext) = Encrypt(farmerId, seed);
            await using var connection = await database.OpenAsync(cancellation);
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO wallet_keys (farmer_id, public_key, key_id, nonce, ciphertext, created_at) VALUES (@FarmerId, @Address, @KeyId, @Nonce, @Ciphertext, @CreatedAt)",
                new { FarmerId = farmerId.ToString("D"), Address = address, KeyId = master.Id, Nonce = nonce, Ciphertext = ciphertext, CreatedAt = time.GetUtcNow().ToString("O") },
                cancellationToken: cancellation));
            return address;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>Whether an address is one of the custodial wallets.</summary>
    public async Task<bool> IsOursAsync(string address, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COUNT(*) FROM wallet_keys WHERE public_key = @Address", new { Address = address }, cancellationToken: cancellation)) > 0;
    }

    /// <summary>Before the first request: a backend that cannot sign for the wallets it has would take money for more of them.</summary>
    /// <exception cref="StorageException">Some wallets were encrypted with another master key.</exception>
    public async Task RequireMasterKeyAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var others = await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT DISTINCT key_id FROM wallet_keys WHERE key_id <> @KeyId ORDER BY key_id", new { KeyId = master.Id }, cancellationToken: cancellation));
        if (others.FirstOrDefault() is { } other) throw new StorageException($"KALEPOOL_MASTER_KEY: wallets in {database.Name} were encrypted with master key {other}, not with the present one, {master.Id}");
    }

    /// <exception cref="StorageException">There is no key, another master key encrypted it, or the row was altered.</exception>
    public async Task<KeyPair> OpenAsync(Guid farmerId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT public_key AS PublicKey, key_id AS KeyId, nonce AS Nonce, ciphertext AS Ciphertext FROM wallet_keys WHERE farmer_id = @FarmerId",
            new { FarmerId = farmerId.ToString("D") },
            cancellationToken: cancellation)) ?? throw new StorageException($"farmer {farmerId:D} has no wallet key");
        if (row.KeyId != master.Id) throw new StorageException($"the wallet key of farmer {farmerId:D} was encrypted with master key {row.KeyId}, not with the present one, {master.Id}");
        var pair = Decrypt(farmerId, row);
        return pair.Address == row.PublicKey ? pair : throw Altered(farmerId);
    }

    (byte[] Nonce, byte[] Ciphertext) Encrypt(Guid farmerId, ReadOnlySpan<byte> seed)
    {
        using var cipher = master.OpenCipher();
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var sealedSeed = new byte[seed.Length + AesGcm.TagByteSizes.MaxSize];
        cipher.Encrypt(nonce, seed, sealedSeed.AsSpan(0, seed.Length), sealedSeed.AsSpan(seed.Length), farmerId.ToByteArray(bigEndian: true));
        return (nonce, sealedSeed);
    }

    KeyPair Decrypt(Guid farmerId, Row row)
    {
        if (row.Ciphertext.Length != KeyPair.SeedBytes + AesGcm.TagByteSizes.MaxSize || row.Nonce.Length != AesGcm.NonceByteSizes.MaxSize) throw Altered(farmerId);
        var seed = new byte[KeyPair.SeedBytes];
        try
        {
            using var cipher = master.OpenCipher();
            cipher.Decrypt(row.Nonce, row.Ciphertext.AsSpan(0, seed.Length), row.Ciphertext.AsSpan(seed.Length), seed, farmerId.ToByteArray(bigEndian: true));
            return KeyPair.FromSeed(seed);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw Altered(farmerId, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    static StorageException Altered(Guid farmerId, Exception? inner = null) => new($"the wallet key of farmer {farmerId:D} was altered", inner);

    sealed record Row(string PublicKey, string KeyId, byte[] Nonce, byte[] Ciphertext);
}
