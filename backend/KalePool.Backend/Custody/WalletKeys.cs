using System.Security.Cryptography;
using Dapper;
using KalePool.Backend.Storage;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Custody;

/// <summary>The farmers' custodial keys, encrypted, in one table. A key is committed before its address is shown to anybody, and never deleted.</summary>
public sealed class WalletKeys(Database database, MasterKeys masters, TimeProvider time)
{
    /// <summary>Makes and keeps a key pair.</summary>
    /// <returns>Its address, G….</returns>
    public async Task<string> CreateAsync(Guid farmerId, CancellationToken cancellation)
    {
        var seed = RandomNumberGenerator.GetBytes(KeyPair.SeedBytes);
        try
        {
            var made = SealedKey.Of(masters.Present, farmerId, seed);
            await InsertAsync(farmerId, made, time.GetUtcNow().ToString("O"), cancellation);
            return made.PublicKey;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>Keeps a key that another database has, as it is there; one that is here already stays.</summary>
    /// <returns>Whether it was missing.</returns>
    /// <exception cref="StorageException">It does not open, or farmer or wallet have another one here.</exception>
    internal async Task<bool> TakeAsync(Guid farmerId, SealedKey key, string createdAt, CancellationToken cancellation)
    {
        key.Open(MasterOf(key, farmerId), farmerId);
        if (await FindAsync(farmerId, cancellation) is { } present)
            return present.PublicKey == key.PublicKey ? false : throw new StorageException($"farmer {farmerId:D} has wallet {present.PublicKey} in {database.Name}, not {key.PublicKey}");
        if (await IsOursAsync(key.PublicKey, cancellation)) throw new StorageException($"{key.PublicKey} is another farmer's wallet in {database.Name}, not farmer {farmerId:D}'s");
        await InsertAsync(farmerId, key, createdAt, cancellation);
        return true;
    }

    /// <summary>The address of a farmer's wallet; null where he has no key.</summary>
    public async Task<string?> AddressOfAsync(Guid farmerId, CancellationToken cancellation) => (await FindAsync(farmerId, cancellation))?.PublicKey;

    /// <summary>Whether an address is one of the custodial wallets.</summary>
    public async Task<bool> IsOursAsync(string address, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COUNT(*) FROM wallet_keys WHERE public_key = @Address", new { Address = address }, cancellationToken: cancellation)) > 0;
    }

    /// <summary>Which farmers' wallets are among these addresses.</summary>
    public async Task<IReadOnlyDictionary<string, Guid>> OwnersAsync(IReadOnlyCollection<string> addresses, CancellationToken cancellation)
    {
        var owners = new Dictionary<string, Guid>();
        if (addresses.Count == 0) return owners;
        await using var connection = await database.OpenAsync(cancellation);
        foreach (var address in addresses)
        {
            var farmer = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
                "SELECT farmer_id FROM wallet_keys WHERE public_key = @Address", new { Address = address }, cancellationToken: cancellation));
            if (farmer is not null) owners[address] = Guid.ParseExact(farmer, "D");
        }
        return owners;
    }

    /// <summary>Before the first request: a backend that cannot sign for the wallets it has would take money for more of them.</summary>
    /// <exception cref="StorageException">Some wallets were encrypted with another master key.</exception>
    public async Task RequireMasterKeyAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var used = await connection.QueryAsync<string>(new CommandDefinition("SELECT DISTINCT key_id FROM wallet_keys ORDER BY key_id", cancellationToken: cancellation));
        if (used.FirstOrDefault(id => masters.Find(id) is null) is { } other)
            throw new StorageException($"KALEPOOL_MASTER_KEY: wallets in {database.Name} were encrypted with master key {other}, not with the present one, {masters.Present.Id}");
    }

    /// <summary>Opens every one of them, for whoever must know that they do.</summary>
    /// <returns>How many there are.</returns>
    /// <exception cref="StorageException">Another master key encrypted one, or a row was altered.</exception>
    public async Task<int> OpenAllAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var farmers = (await connection.QueryAsync<string>(new CommandDefinition("SELECT farmer_id FROM wallet_keys ORDER BY farmer_id", cancellationToken: cancellation))).AsList();
        foreach (var farmer in farmers) await OpenAsync(Guid.ParseExact(farmer, "D"), cancellation);
        return farmers.Count;
    }

    /// <exception cref="StorageException">There is no key, another master key encrypted it, or the row was altered.</exception>
    public async Task<KeyPair> OpenAsync(Guid farmerId, CancellationToken cancellation)
    {
        var row = await FindAsync(farmerId, cancellation) ?? throw new StorageException($"farmer {farmerId:D} has no wallet key");
        return row.Open(MasterOf(row, farmerId), farmerId);
    }

    MasterKey MasterOf(SealedKey key, Guid farmerId) => masters.Find(key.KeyId)
        ?? throw new StorageException($"the wallet key of farmer {farmerId:D} was encrypted with master key {key.KeyId}, not with the present one, {masters.Present.Id}");

    async Task<SealedKey?> FindAsync(Guid farmerId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<SealedKey>(new CommandDefinition(
            "SELECT public_key AS PublicKey, key_id AS KeyId, nonce AS Nonce, ciphertext AS Ciphertext FROM wallet_keys WHERE farmer_id = @FarmerId",
            new { FarmerId = farmerId.ToString("D") },
            cancellationToken: cancellation));
    }

    async Task InsertAsync(Guid farmerId, SealedKey key, string createdAt, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO wallet_keys (farmer_id, public_key, key_id, nonce, ciphertext, created_at) VALUES (@FarmerId, @PublicKey, @KeyId, @Nonce, @Ciphertext, @CreatedAt)",
            new { FarmerId = farmerId.ToString("D"), key.PublicKey, key.KeyId, key.Nonce, key.Ciphertext, CreatedAt = createdAt },
            cancellationToken: cancellation));
    }
}
