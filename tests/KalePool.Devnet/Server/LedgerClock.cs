namespace KalePool.Devnet.Server;

/// <summary>Closes a ledger every so often. It ticks at half seconds, so that jitter does not make close times skip or run ahead.</summary>
static class LedgerClock
{
    const long HalfSecondMs = 500;

    /// <param name="close">Closes one, or none.</param>
    public static async Task RunAsync(Action close, int ledgerMs, TimeProvider time, CancellationToken cancel)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await Task.Delay(TimeSpan.FromMilliseconds((1_000 + HalfSecondMs - now % 1_000) % 1_000), time, cancel);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(ledgerMs), time);
        while (await timer.WaitForNextTickAsync(cancel)) close();
    }
}
