using System.Data.Common;
using KalePool.Backend.Chain;
using KalePool.Backend.Storage;
using KalePool.Stellar.Rpc;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>Looks again and again for what somebody must be told of.</summary>
sealed class AlertWatch(
    AlertBoard board, AlertNode node, NodeWatch own, DatabaseHealth health, FarmWatch watch, Database database, PoolFigures figures, SuccessWatch success, LowWallets wallets, ShareWatch shares, TimeProvider time, ILogger<AlertWatch> log)
    : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    static readonly TimeSpan WalletsEvery = TimeSpan.FromMinutes(5);
    static readonly TimeSpan SharesEvery = TimeSpan.FromHours(1);
    static readonly TimeSpan DatabasePatience = TimeSpan.FromSeconds(5);

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
            own.Look();
            var answers = await database.AnswersAsync(DatabasePatience, time, cancellation);
            health.Note(answers);
            board.Set(AlertCode.DatabaseUnhealthy, node.Name, answers ? null : $"the database has not answered in {DatabasePatience.TotalSeconds} s", ofThisNodeAlone: true);
            if (!answers) return;
            await figures.LookAsync(watch.Latest?.FarmIndex, cancellation);
            if (watch.Latest is null || watch.Trouble is not null) return;
            if (time.GetUtcNow() - _walletsAt >= WalletsEvery)
            {
                await wallets.LookAsync(cancellation);
                await success.LookAsync(watch.Latest.FarmIndex, cancellation);
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
}
