using KalePool.Backend.Chain;
using KalePool.Backend.Storage;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Rpc;

namespace KalePool.Backend.Journals;

/// <summary>Holds farmers' balances, as their events add up, against what their wallets have on the chain.</summary>
sealed class ChainBalances(Database database, FarmWatch watch, IStellarRpc rpc)
{
    /// <summary>What the pool is doing just now makes both differ: only what differs so many ledgers on end is told.</summary>
    const int Looks = 4;

    /// <param name="farmers">Persistence ids.</param>
    /// <returns>How many agree, and how many could not be compared: a pail of theirs is being harvested, or an act is under way.</returns>
    /// <exception cref="StorageException">The chain does not answer.</exception>
    public async Task<(long Agree, long Busy)> CompareAsync(IEnumerable<string> farmers, JournalFindings findings, CancellationToken cancellation)
    {
        await AnsweringAsync(cancellation);
        var (agree, busy) = (0L, 0L);
        foreach (var farmer in farmers)
        {
            switch (await CompareAsync(farmer, cancellation))
            {
                case 0:
                    agree++;
                    break;
                case { } drift:
                    findings.Add(farmer, $"his wallet has {EventText.Amount(Math.Abs(drift))} KALE {(drift > 0 ? "more" : "less")} on the chain than his events add up to");
                    break;
                default:
                    busy++;
                    break;
            }
        }
        return (agree, busy);
    }

    /// <summary>What the chain has more; null where nothing can be said.</summary>
    async Task<long?> CompareAsync(string persistenceId, CancellationToken cancellation)
    {
        long? drift = null;
        for (var looks = Looks; looks > 0; looks--)
        {
            if (await StateAsync(persistenceId, cancellation) is { } farmer)
            {
                var seen = (await WalletReading.ReadAsync(rpc, watch.Deployment!, farmer.CustodialWallet, 0, farmer.OpenBlocks, cancellation)).Balance;
                drift = farmer.CanCompare(seen) ? farmer.DriftOf(seen) : null;
                if (drift == 0) return 0;
            }
            if (looks > 1) await watch.NextLedgerAsync(cancellation);
        }
        return drift;
    }

    async Task<FarmerState?> StateAsync(string persistenceId, CancellationToken cancellation)
    {
        await using var snapshot = await DatabaseSnapshot.TakeAsync(database, cancellation);
        object? state = null;
        await foreach (var row in snapshot.RowsAsync($"SELECT {JournalRecord.Columns} FROM journal WHERE persistence_id = @persistenceId ORDER BY sequence_number", new { persistenceId }, cancellation))
            state = EntityFold.Apply(state, JournalRecord.Of(row).Read());
        return state as FarmerState;
    }

    async Task AnsweringAsync(CancellationToken cancellation)
    {
        var next = watch.NextLedgerAsync(cancellation);
        while (watch.Deployment is null || watch.Latest is null)
        {
            if (watch.Trouble is { } trouble) throw new StorageException($"the chain cannot be read: {trouble}");
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation));
        }
    }
}
