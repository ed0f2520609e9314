using System.Data.Common;
using KalePool.Backend.Chain;
using KalePool.Backend.Storage;
using KalePool.Stellar.Rpc;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>Looks again and again for what somebody must be told of.</summary>
sealed class AlertWatch(AlertBoard board, FarmWatch watch, Database database, PoolFigures figures, LowWallets wallets, ShareWatch shares, PoolerRefusals refusals, UnexplainedLosses losses, TimeProvider time, ILogger<AlertWatch> log) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    static readonly TimeSpan WalletsEvery = TimeSpan.FromMinutes(5);
    static readonly TimeSpan SharesEvery = TimeSpan.FromHours(1);
    static readonly TimeSpan DatabasePatience = TimeSpan.FromSeconds(5);

    /// <summary>A chain that is not there at a start, or fails to answer once, is no alert yet.</summary>
    static readonly TimeSpan ChainPatience = TimeSpan.FromSeconds(30);

    DateTimeOffset? _noChainSince;
    DateTimeOffset _walletsAt;
    DateTimeOffset _sharesAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync(stoppingToken);
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Never fails: what could not be looked at is looked at the next time.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            LookAtChain();
            board.SetAll(AlertCode.NodesDisagree, watch.Disputes, ofThisNodeAlone: true);
            board.SetAll(AlertCode.LossUnexplained, losses.Standing, ofThisNodeAlone: true);
            board.SetAll(AlertCode.PoolerRefused, refusals.Frequent, ofThisNodeAlone: true);
            var answers = await database.AnswersAsync(DatabasePatience, time, cancellation);
            board.Set(AlertCode.DatabaseUnhealthy, NodeName, answers ? null : $"the database has not answered in {DatabasePatience.TotalSeconds} s", ofThisNodeAlone: true);
            if (!answers) return;
            await figures.LookAsync(watch.Latest?.FarmIndex, cancellation);
            if (watch.Latest is null || watch.Trouble is not null) return;
            if (time.GetUtcNow() - _walletsAt >= WalletsEvery)
            {
                await wallets.LookAsync(cancellation);
                _walletsAt = time.GetUtcNow();
            }
            if (time.GetUtcNow() - _sharesAt >= SharesEvery)
            {
                await shares.LookAsync(cancellation);
                _sharesAt = time.GetUtcNow();
            }
        }
        catch (Exception e) when (e is DbException or StorageException or TimeoutException or RpcException or OperationCanceledException)
        {
            if (!cancellation.IsCancellationRequested) log.LogWarning("not everything that is watched could be looked at: {Reason}", e.Message);
        }
    }

    static string NodeName => Environment.MachineName;

    void LookAtChain()
    {
        var trouble = watch.Trouble ?? (watch.Latest is null ? "it has not answered yet" : null);
        _noChainSince = trouble is null ? null : _noChainSince ?? time.GetUtcNow();
        var lasts = trouble is not null && time.GetUtcNow() - _noChainSince >= ChainPatience;
        if (trouble is null || lasts) board.Set(AlertCode.ChainUnavailable, NodeName, trouble is null ? null : $"the chain cannot be used: {trouble}", ofThisNodeAlone: true);
    }
}
