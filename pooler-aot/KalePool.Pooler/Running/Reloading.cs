namespace KalePool.Pooler.Running;

/// <summary>Runs with settings until stopped, and anew with others when told to read them again.</summary>
/// <remarks>A run that ends and one that begins are for the block what a crash and a restart are, only shorter: what was found and what was sent stand in the
/// journal, so that nothing of the block is lost. Settings that are wrong are not taken: the run is not even interrupted. Those of which only the network
/// tells that they are wrong give way to the ones before.</remarks>
/// <param name="read">Reads the settings again; null when they are wrong, which it has told.</param>
/// <param name="run">Runs until its token is cancelled.</param>
/// <param name="isRefused">Whether a run ended because of its settings.</param>
sealed class Reloading<TSettings>(Func<TSettings?> read, Func<TSettings, CancellationToken, Task> run, Func<Exception, bool> isRefused)
    where TSettings : class
{
    readonly Lock _lock = new();
    CancellationTokenSource? _present;
    TSettings? _next;

    /// <summary>May be called by any thread, and any number of times.</summary>
    public void Reload()
    {
        lock (_lock)
        {
            if (read() is not { } settings) return;
            _next = settings;
            _present?.Cancel();
        }
    }

    /// <summary>Returns when a run has ended that was not told to begin anew.</summary>
    public async Task RunAsync(TSettings settings, CancellationToken stop)
    {
        TSettings? before = null;
        while (true)
        {
            using var present = CancellationTokenSource.CreateLinkedTokenSource(stop);
            lock (_lock) _present = present;
            try
            {
                await run(settings, present.Token);
            }
            catch (Exception e) when (before is not null && isRefused(e))
            {
                (settings, before) = (before, null);
                continue;
            }
            finally
            {
                lock (_lock) _present = null;
            }
            lock (_lock)
            {
                if (_next is null || stop.IsCancellationRequested) return;
                (before, settings, _next) = (settings, _next, null);
            }
        }
    }
}
