using System.Data.Common;
using Akka.Actor;
using Akka.Hosting;
using KalePool.Actors.Accounts;
using KalePool.Backend.Hosting;
using KalePool.Backend.Ops.Alerts;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;

namespace KalePool.Backend.Chain;

/// <summary>
/// Has the operator's account pay what the backend owes, and tells of what it cannot pay. It only asks: that nothing is paid twice is the account's and the
/// farmer's journal to see to, so that two nodes who both take themselves for the leader do no harm.
/// </summary>
sealed class CompensationPayer(
    BackendSettings settings, FarmWatch watch, CompensationLists compensations, IRequiredActor<AccountActor> accounts, ActorSystem system, AlertBoard board, TimeProvider time, ILogger<CompensationPayer> log)
    : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    /// <summary>The account may have batches under way.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Of one round.</summary>
    const int Most = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Operator.Key is null) return;
        while (watch.Latest is null) await watch.NextLedgerAsync(stoppingToken);
        while (true)
        {
            await PayAsync(stoppingToken);
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Never fails: what could not be asked for is asked for the next time.</summary>
    public async Task PayAsync(CancellationToken cancellation)
    {
        try
        {
            var problems = new Dictionary<string, string>();
            foreach (var owed in system.IsLeader() ? await compensations.OwedByBackendAsync(Most, cancellation) : [])
            {
                var answer = await accounts.ActorRef.Ask<CompensationCarried>(
                    new CarryCompensation(AccountIds.Operator, new BlockKey(owed.PoolerId, owed.Block), owed.FarmerId, owed.Since), Patience, cancellation);
                if (answer.Problem is { } problem) problems[$"{owed.FarmerId:D} {owed.Block}"] = $"{owed.AmountStroops} stroops of KALE are owed to farmer {owed.FarmerId:D} for block {owed.Block}: {problem}";
            }
            board.SetAll(AlertCode.CompensationNotPaid, problems);
        }
        catch (Exception e) when (e is DbException or StorageException or TimeoutException or AskTimeoutException or OperationCanceledException)
        {
            if (!cancellation.IsCancellationRequested) log.LogWarning("compensations are not paid now: {Reason}", e.Message);
        }
    }
}
