using KalePool.Stellar.Rpc;

namespace KalePool.Demo.Harness;

/// <summary>Waits for a condition, never for a time: asks again and again until it holds or the deadline has passed.</summary>
public static class Waiting
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="ask">Returns null while the answer is not there yet.</param>
    /// <exception cref="TimeoutException">The deadline passed; names <paramref name="what"/> and the last thing that stood in the way.</exception>
    public static async Task<T> UntilAsync<T>(string what, Func<CancellationToken, Task<T?>> ask, TimeSpan patience, TimeProvider clock, CancellationToken stop)
        where T : class
    {
        var started = clock.GetTimestamp();
        Exception? inTheWay = null;
        while (clock.GetElapsedTime(started) < patience)
        {
            try
            {
                if (await ask(stop) is { } answer) return answer;
                inTheWay = null;
            }
            catch (Exception e) when (e is HttpRequestException or RpcException or TaskCanceledException && !stop.IsCancellationRequested)
            {
                inTheWay = e;
            }

            await Task.Delay(Pause, clock, stop);
        }

        throw new TimeoutException($"{what}: not within {patience.TotalSeconds:0} s{(inTheWay is null ? "" : $" ({inTheWay.Message})")}");
    }
}
