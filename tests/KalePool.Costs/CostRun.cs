using System.Globalization;
using KalePool.Demo.Harness;
using KalePool.Demo.Run;

namespace KalePool.Costs;

/// <summary>One pool of real processes on a devnet whose servers count: one is asked by the backend, one by the pooler, one by whoever looks on.</summary>
static class CostRun
{
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    /// <exception cref="TimeoutException">Blocks do not follow one another.</exception>
    public static async Task<Costs> MeasureAsync(CostOptions options, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("kalepool-costs-").FullName;
        LocalPool? running = null;
        var shape = new LocalPoolOptions(options.LedgerMs, options.BlockSeconds, 0, folder, Router: options.Router,
            Devnet: ["--nodes", "3", "--admin-port", "0"],
            Change: (name, environment) =>
            {
                if (name == Names.Backend) environment["MAX_FARMERS_PER_POOLER"] = options.Farmers.ToString(CultureInfo.InvariantCulture);
                if (name == Names.Pooler) environment["BLOCK_POLL_INTERVAL_SECONDS"] = (options.LedgerMs / 1_000).ToString(CultureInfo.InvariantCulture);
                if (name is Names.Backend or Names.Pooler) environment["RPC_URL"] = running!.Chain.RpcUrls![name == Names.Backend ? Reading.Backend : Reading.Pooler].AbsoluteUri;
            });
        await using var pool = running = new LocalPool(shape);
        var run = new DemoRun(new DemoOptions(options.Farmers, options.Blocks, 0, options.LedgerMs, options.BlockSeconds, Keep: false, Router: options.Router), pool, new Progress(), TimeProvider.System);
        using var http = new HttpClient();
        var reading = new Reading(pool, http, Path.Combine(folder, "kalepool.db"));
        await run.PrepareAsync(stop);
        await pool.StartPoolerAsync(null);

        var first = await FollowAsync(pool, reading, options, skip: 2, stop);
        var last = await FollowAsync(pool, reading, options, skip: options.Blocks, stop);
        var transactions = await Transactions.ReadAsync(pool.Rpc, first.Ledger, last.Ledger, stop);
        var views = new List<int>();
        for (var block = first.Block; block < last.Block; block++)
        {
            if (await pool.Api.BlockAsync(pool.Seat.PoolerId, block, stop) is not { } view) continue;
            views.AddRange([view.SuccessfulPlants, view.SuccessfulWorks, view.SuccessfulHarvests]);
        }
        var isFull = views.Count == 3 * options.Blocks && views.All(done => done == options.Farmers);
        await pool.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        return new Costs(first, last, transactions, isFull);
    }

    /// <summary>What is counted in the middle of the block in which so many more have begun: what was to be planted and harvested is, and nothing is worked yet.</summary>
    static async Task<Snapshot> FollowAsync(LocalPool pool, Reading reading, CostOptions options, int skip, CancellationToken stop)
    {
        var begun = (await FarmGlance.ReadAsync(pool.Rpc, pool.Chain, [], 0, stop)).Index;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(((skip + 1) * options.BlockSeconds) + 120), TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            while (true)
            {
                var farm = await pool.GuardAsync(FarmGlance.ReadAsync(pool.Rpc, pool.Chain, [], 0, either.Token));
                if (farm.Index >= begun + skip && farm.SecondsLeft <= options.BlockSeconds / 2) return await reading.TakeAsync(farm, either.Token);
                await Task.Delay(Glance, TimeProvider.System, either.Token);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"{skip} blocks after block {begun} did not begin");
        }
    }
}
