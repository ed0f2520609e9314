using System.Net;

namespace KalePool.Pooler.Status;

/// <summary>Samples the hash rate every second, and serves the board where a port is given.</summary>
sealed class StatusService : IAsyncDisposable
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource _ending = new();
    readonly StatusServer? _server;
    readonly Task _running;

    StatusService(StatusServer? server, StatusBoard board, Func<long> hashes, TimeProvider time)
    {
        _server = server;
        _running = Task.WhenAll(SampleAsync(board, hashes, time, _ending.Token), server?.RunAsync(_ending.Token) ?? Task.CompletedTask);
    }

    /// <param name="port">On loopback; 0: nothing is served.</param>
    /// <param name="warn">Told when the port is taken: the pooler works without a page.</param>
    public static StatusService Start(int port, StatusBoard board, Func<long> hashes, Action<string> warn, TimeProvider time)
    {
        StatusServer? server = null;
        try
        {
            if (port != 0) server = new(port, board);
        }
        catch (HttpListenerException e)
        {
            warn($"no status page: port {port} cannot be listened on ({e.Message}); METRICS_PORT names another, or 0 for none");
        }
        return new(server, board, hashes, time);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _server?.Dispose();
        _ending.Dispose();
    }

    static async Task SampleAsync(StatusBoard board, Func<long> hashes, TimeProvider time, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Second, time);
        do board.Sample(hashes());
        while (await timer.WaitForNextTickAsync(cancellation));
    }
}
