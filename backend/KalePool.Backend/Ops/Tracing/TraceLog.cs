using System.Diagnostics;
using KalePool.Actors.Tracing;
using KalePool.Stellar.Rpc;

namespace KalePool.Backend.Ops.Tracing;

/// <summary>Writes what entities do and what they ask of the chain to the log, each line with the id of its block: acts that are settled at info, the rest at debug.</summary>
sealed class TraceLog(ILogger<TraceLog> log) : IHostedService, IDisposable
{
    ActivityListener? _listener;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is PoolTrace.Source or RpcTrace.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Note,
        };
        ActivitySource.AddActivityListener(_listener);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener?.Dispose();

    void Note(Activity activity)
    {
        if (activity.Source.Name == RpcTrace.Source)
            log.LogDebug("rpc {Method} took {Milliseconds:0} ms{Trouble}", activity.OperationName, activity.Duration.TotalMilliseconds, activity.StatusDescription is { } trouble ? $": {trouble}" : "");
        else if (activity.GetTagItem(PoolTrace.Transaction) is { } transaction)
            log.LogInformation(
                "{Entity}: {Act} of block {Block} is {Result}, transaction {Transaction}, {Milliseconds:0} ms", activity.GetTagItem(PoolTrace.Entity), activity.OperationName, activity.GetTagItem(PoolTrace.Block),
                activity.GetTagItem(PoolTrace.Result), transaction, activity.Duration.TotalMilliseconds);
        else
            log.LogDebug("{Entity}: {Act} of block {Block} took {Milliseconds:0} ms", activity.GetTagItem(PoolTrace.Entity), activity.OperationName, activity.GetTagItem(PoolTrace.Block), activity.Duration.TotalMilliseconds);
    }
}
