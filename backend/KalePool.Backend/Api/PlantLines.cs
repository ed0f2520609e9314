using System.Text.Json;
using Akka.Actor;
using KalePool.Contracts.Json;
using KalePool.Contracts.Poolers;
using KalePool.Domain.Blocks;

namespace KalePool.Backend.Api;

/// <summary>
/// A plant request answered line by line. The block is asked again and again for more than is known, which starts nothing anew: nobody has to remember
/// who listens, a block that moves to another node goes on answering, and who goes away just asks no more.
/// </summary>
sealed class PlantLines(Pool pool, TimeProvider time)
{
    static readonly byte[] NewLine = [(byte)'\n'];

    /// <summary>The first answer before anything is written: a block that refuses is answered by a problem.</summary>
    /// <exception cref="ApiException">The block refused.</exception>
    public async Task<IResult> StartAsync(RequestPlants request, CancellationToken gone)
    {
        var start = time.GetTimestamp();
        var first = await pool.AskAsync(request with { Known = -1 }, gone);
        return TypedResults.Stream(stream => WriteAsync(stream, request, first, start, gone), PlantLine.ContentType);
    }

    async Task WriteAsync(Stream stream, RequestPlants request, BlockStanding first, long start, CancellationToken gone)
    {
        var told = new HashSet<Guid>();
        try
        {
            var block = first;
            while (true)
            {
                var answer = PoolerAnswers.Plants(block);
                foreach (var planted in answer.PlantedFarmers.Where(p => told.Add(p.FarmerId))) await LineAsync(new PlantLine(Planted: planted));
                foreach (var failed in answer.FailedPlants.Where(f => told.Add(f.FarmerId))) await LineAsync(new PlantLine(Failed: failed));
                var left = request.WaitMilliseconds - (int)time.GetElapsedTime(start).TotalMilliseconds;
                if (answer.PendingPlants.Count > 0 && left > 0 && await NextAsync(request with { WaitMilliseconds = left, Known = block.Farmers.Count - answer.PendingPlants.Count }, gone) is { } next)
                {
                    block = next;
                    continue;
                }
                foreach (var pending in answer.PendingPlants) await LineAsync(new PlantLine(Pending: pending));
                await LineAsync(new PlantLine(Summary: answer.Summary));
                return;
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The client went away: planting goes on, and a repeat tells how it went.
        }

        async Task LineAsync(PlantLine line)
        {
            await JsonSerializer.SerializeAsync(stream, line, ContractsJson.Default.PlantLine, gone);
            await stream.WriteAsync(NewLine, gone);
            await stream.FlushAsync(gone);
        }
    }

    /// <summary>Null where the block does not answer: what is open then is pending, as it is when the time is up.</summary>
    async Task<BlockStanding?> NextAsync(RequestPlants request, CancellationToken gone)
    {
        try
        {
            return await pool.AskAsync(request, gone);
        }
        catch (Exception e) when (e is AskTimeoutException or ApiException)
        {
            return null;
        }
    }
}
