using Akka.Actor;
using Akka.Hosting;
using KalePool.Actors.Accounts;
using KalePool.Backend.Chain;
using KalePool.Backend.Settings;
using KalePool.Domain.Accounts;

namespace KalePool.Backend.Hosting;

/// <summary>Once the chain answers, the operator's channels are made and filled; every hour again, for nobody else looks at one that has nothing to send.</summary>
sealed class OperatorStart(BackendSettings pool, FarmWatch watch, IRequiredActor<AccountActor> accounts, TimeProvider time, ILogger<OperatorStart> log) : BackgroundService
{
    static readonly TimeSpan Again = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (pool.Network.RouterContractId is { } router && pool.Operator.Key is null) log.LogWarning("ROUTER_CONTRACT_ID is {Router} and OPERATOR_SECRET_KEY is not set: harvests go one by one, from the farmers' wallets", router);
        if (pool.Operator.Key is null) return;
        if (pool.Network.RouterContractId is null && pool.Operator.Channels > 0) log.LogWarning("OPERATOR_CHANNELS is {Channels} and ROUTER_CONTRACT_ID is not set: they have nothing to send", pool.Operator.Channels);
        while (watch.Latest is null) await watch.NextLedgerAsync(stoppingToken);
        while (pool.Operator.Channels > 0)
        {
            accounts.ActorRef.Tell(new FundChannels(AccountIds.Operator));
            await Task.Delay(Again, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stoppingToken.ThrowIfCancellationRequested();
        }
    }
}
