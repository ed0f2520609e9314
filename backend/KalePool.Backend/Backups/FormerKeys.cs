using System.Data.Common;
using KalePool.Backend.Custody;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Backups;

/// <summary>Takes from a pool's former database the wallet keys that are missing in the present one: those of farmers who registered after the backup that was restored.</summary>
/// <remarks>The former database may be a damaged one: each key is kept as soon as it is read and proven, and what cannot be taken is told. Nothing is written there.</remarks>
static class FormerKeys
{
    const string Read = "SELECT farmer_id, public_key, key_id, nonce, ciphertext, created_at FROM wallet_keys ORDER BY farmer_id";

    /// <returns>How many keys were taken, and how many could not be.</returns>
    /// <exception cref="StorageException">The former database cannot be read at all.</exception>
    public static async Task<(int Taken, int Lost)> TakeAsync(Database former, WalletKeys into, TextWriter output, CancellationToken cancellation)
    {
        var (taken, lost) = (0, 0);
        await using var snapshot = await DatabaseSnapshot.TakeAsync(former, cancellation);
        try
        {
            await foreach (var row in snapshot.RowsAsync(Read, null, cancellation))
            {
                try
                {
                    var key = new SealedKey(row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4));
                    if (!Guid.TryParseExact(row.GetString(0), "D", out var farmer)) throw new StorageException($"{former.Name} has the wallet {key.PublicKey} under a name that is no farmer's");
                    if (!await into.TakeAsync(farmer, key, row.GetString(5), cancellation)) continue;
                    taken++;
                    await output.WriteLineAsync($"taken from {former.Name}: the key of farmer {farmer:D}, wallet {key.PublicKey}");
                }
                catch (StorageException e)
                {
                    lost++;
                    await output.WriteLineAsync($"not taken: {e.Message}");
                }
            }
        }
        catch (DbException e)
        {
            lost++;
            await output.WriteLineAsync($"not taken: {former.Name} cannot be read to its end: {e.Message}");
        }
        return (taken, lost);
    }
}
