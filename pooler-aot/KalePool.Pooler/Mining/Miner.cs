using System.Globalization;
using KalePool.Hashing;
using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Mining;

/// <summary>Searches upward from a nonce, batch by batch, without end, as kale-miner does.</summary>
sealed class Miner(HashingPower power, TimeProvider time, TextWriter output)
{
    /// <summary>The first hash found with the difficulty asked for; null when stopped, or when no nonce is left.</summary>
    public async Task<Found?> RunAsync(MineRequest request, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        // Small batches must not become one piece for one thread, and a piece is as long as a stop takes.
        var piece = Math.Clamp(request.Batch / (ulong)request.Threads, 1, NonceSearch.DefaultPiece);
        using var search = power.Searcher(request.Threads, piece);
        NonceRange? rest = NonceRange.From(request.StartNonce);
        while (rest is { } left && !stop.IsCancellationRequested)
        {
            var batch = new NonceRange(left.Start, Math.Min(CountFrom(left.Start, request.Batch), left.Count));
            var summary = await RunBatchAsync(search, request, batch, stop);
            if (summary.Best is { } found) return found;
            rest = left.After(summary.Tried);
        }
        return null;
    }

    /// <summary>Four lines of JSON: homestead reads them at the end of the output.</summary>
    public static string Json(Found found) => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "hash": "{{found.Hash}}",
          "nonce": {{found.Nonce}}
        }
        """);

    /// <summary>Large batches end with a kernel's block, so that the next begins with one.</summary>
    static ulong CountFrom(ulong start, ulong batch) =>
        batch > 2 * SearchKernel.Block && ulong.MaxValue - start >= batch ? batch - ((start + batch) % SearchKernel.Block) : batch;

    async Task<SearchSummary> RunBatchAsync(ISearcher search, MineRequest request, NonceRange batch, CancellationToken stop)
    {
        if (request.IsVerbose)
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"[CPU] Mining batch: {batch.Start} to {batch.Start + (batch.Count - 1)}"));
        var started = time.GetTimestamp();
        var summary = await search.RunAsync(new(request.Template, batch, request.Difficulty - 1, request.Difficulty), stop);
        if (!request.IsVerbose) return summary;
        var rate = summary.Tried / Math.Max(time.GetElapsedTime(started).TotalSeconds, 1e-6) / 1e6;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"[CPU] Hash Rate: {rate:0.00} MH/s"));
        return summary;
    }
}
