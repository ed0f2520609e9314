using System.Data.Common;
using Akka.Actor;
using KalePool.Backend.Api;
using KalePool.Backend.Storage;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Rpc;

namespace KalePool.Backend.Chain;

/// <summary>
/// Once after a start: every farmer looks for his pails in all blocks that are still alive on the chain. The journal may be an older one that was restored, and
/// whatever has been planted since then is there to be worked and harvested. Where the journal knows of all of them, nothing is asked of the chain.
/// </summary>
sealed class PailRecovery(FarmWatch watch, IStellarRpc rpc, JournalIndex journal, Pool pool, TimeProvider time, ILogger<PailRecovery> log) : BackgroundService
{
    const int FarmersOfPage = 100;

    static readonly TimeSpan PauseInTrouble = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (watch.Latest is null || watch.Deployment is null) await watch.NextLedgerAsync(stoppingToken);
                await LookAsync(await AliveAsync(watch.Deployment, watch.Latest.FarmIndex, stoppingToken), stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // Whoever was found is found no more: all are asked again.
            catch (Exception e) when (e is RpcException or DbException or StorageException or TimeoutException or AskTimeoutException)
            {
                log.LogWarning("pails cannot be looked for: {Reason}; trying again", e.Message);
                await Task.Delay(PauseInTrouble, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>From the newest back, as far as there are any.</summary>
    async Task<IReadOnlyList<uint>> AliveAsync(KaleDeployment deployment, uint newest, CancellationToken cancellation)
    {
        var alive = new List<uint>();
        for (long from = newest; from >= 0; from -= StellarRpcClient.MaxKeysOfRequest)
        {
            var page = Enumerable.Range(0, (int)Math.Min(StellarRpcClient.MaxKeysOfRequest, from + 1)).Select(i => (uint)(from - i)).ToList();
            var read = await rpc.ReadEntriesAsync(page.Select(b => KaleKeys.Block(deployment.ContractId, b)), cancellation);
            if (read.Entries.Count == 0) break;
            alive.AddRange(page.Where(b => read.Find(KaleKeys.Block(deployment.ContractId, b)) is not null));
        }
        return alive;
    }

    async Task LookAsync(IReadOnlyList<uint> alive, CancellationToken cancellation)
    {
        if (alive.Count == 0) return;
        long after = 0;
        while (true)
        {
            var page = await journal.FarmersAsync(after, FarmersOfPage, cancellation);
            foreach (var (id, position) in page)
            {
                await pool.AskAsync(new FindPails(id, alive)).WaitAsync(cancellation);
                after = position;
            }
            if (page.Count < FarmersOfPage) return;
        }
    }
}
