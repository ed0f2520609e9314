using Dapper;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Custody;

/// <summary>
/// Encrypts every wallet anew with the present master key. One wallet after another, each committed by itself: wherever it is interrupted, every wallet
/// opens with one of the two keys, and the next run goes on. Nodes that know both keys serve all the while.
/// </summary>
public sealed class KeyRotation(Database database, MasterKeys masters)
{
    const int PageSize = 100;

    /// <param name="told">Hears how many wallets are done, after each.</param>
    /// <returns>How many were encrypted anew.</returns>
    /// <exception cref="StorageException">A wallet is encrypted with neither key, or its row was altered: those before it are done.</exception>
    public async Task<int> RunAsync(Action<int>? told, CancellationToken cancellation)
    {
        var done = 0;
        while (await NextAsync(cancellation) is { Count: > 0 } page)
        {
            foreach (var row in page)
            {
                cancellation.ThrowIfCancellationRequested();
                await ReplaceAsync(row, cancellation);
                done++;
                told?.Invoke(done);
            }
        }
        return done;
    }

    async Task<List<Row>> NextAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"SELECT farmer_id AS FarmerId, public_key AS PublicKey, key_id AS KeyId, nonce AS Nonce, ciphertext AS Ciphertext FROM wallet_keys WHERE key_id <> @Present ORDER BY farmer_id LIMIT {PageSize}",
            new { Present = masters.Present.Id },
            cancellationToken: cancellation));
        return [.. rows];
    }

    async Task ReplaceAsync(Row row, CancellationToken cancellation)
    {
        var farmerId = Guid.ParseExact(row.FarmerId, "D");
        var master = masters.Find(row.KeyId)
            ?? throw new StorageException($"the wallet key of farmer {row.FarmerId} was encrypted with master key {row.KeyId}: neither KALEPOOL_MASTER_KEY nor KALEPOOL_MASTER_KEY_PREVIOUS is that one");
        var again = new SealedKey(row.PublicKey, row.KeyId, row.Nonce, row.Ciphertext).Again(master, masters.Present, farmerId);
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE wallet_keys SET key_id = @KeyId, nonce = @Nonce, ciphertext = @Ciphertext WHERE farmer_id = @FarmerId AND key_id = @Before",
            new { again.KeyId, again.Nonce, again.Ciphertext, row.FarmerId, Before = row.KeyId },
            cancellationToken: cancellation));
    }

    sealed record Row(string FarmerId, string PublicKey, string KeyId, byte[] Nonce, byte[] Ciphertext);
}
