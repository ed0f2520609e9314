using KalePool.Kale;
using KalePool.Pooler.Display;
using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Chain;

/// <summary>Polls the chain and hands each reading to whoever waits for one.</summary>
sealed class BlockWatcher(ChainReader reader, ChainClock clock, TimeSpan interval, TimeProvider time, Reporter reporter)
{
    TaskCompletionSource<ChainView> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    ChainView? _latest;

    /// <summary>Null before the first reading.</summary>
    public ChainView? Latest => Volatile.Read(ref _latest);

    /// <summary>The chain's time now.</summary>
    public DateTimeOffset Now => (Latest?.Clock ?? clock).At(time.GetUtcNow());

    public TimeSpan LedgerTime => (Latest?.Clock ?? clock).LedgerTime;

    /// <summary>Completes with the reading after the present one.</summary>
    public Task<ChainView> NextAsync() => Volatile.Read(ref _next).Task;

    /// <summary>The latest reading, as soon as there is one of this block or a later one.</summary>
    public async Task<ChainView> ReachAsync(uint index, CancellationToken cancellation)
    {
        while (true)
        {
            var next = NextAsync();
            if (Latest is { } view && view.Index >= index) return view;
            await next.WaitAsync(cancellation);
        }
    }

    /// <summary>Polls until cancelled; an RPC server that does not answer is reported and asked again.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                var view = await reader.ReadAsync(Latest, clock, cancellation);
                reporter.Recovered(Party.Rpc);
                Publish(view);
            }
            catch (Exception e) when (e is RpcException or KaleFormatException)
            {
                reporter.Trouble(Party.Rpc, e.Message, "goes on hashing for what it knows, sends nothing, and asks again");
            }
            var rest = interval - time.GetElapsedTime(started);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, time, cancellation);
        }
    }

    void Publish(ChainView view)
    {
        Volatile.Write(ref _latest, view);
        var next = Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously));
        next.SetResult(view);
    }
}
