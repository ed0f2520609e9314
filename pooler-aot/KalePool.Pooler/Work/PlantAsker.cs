using KalePool.Contracts.Errors;
using KalePool.Contracts.Poolers;
using KalePool.Pooler.Display;
using KalePool.Pooler.Pool;

namespace KalePool.Pooler.Work;

/// <summary>Asks the backend to plant in one block, and again until nothing is pending.</summary>
sealed class PlantAsker(IPoolApi pool, uint block, TimeSpan wait, TimeSpan pause, TimeProvider time, Reporter reporter)
{
    /// <summary>A key that is not accepted will not be accepted a second later.</summary>
    static readonly TimeSpan PauseAfterUnauthorized = TimeSpan.FromSeconds(15);

    /// <summary>Asks until every farmer is planted or failed; hands on each farmer as the backend tells of him, and each answer.</summary>
    public async Task RunAsync(Action<PlantedFarmer> onPlanted, Action<PlantResponse> onAnswer, CancellationToken cancellation)
    {
        PlantSummary? said = null;
        while (true)
        {
            var next = pause;
            try
            {
                var answer = await pool.PlantAsync(block, wait, onPlanted, cancellation);
                reporter.Recovered(Party.Backend);
                onAnswer(answer);
                if (said != answer.Summary) Say(answer);
                said = answer.Summary;
                if (answer.PendingPlants.Count == 0) return;
            }
            catch (PoolApiException e) when (e.Code == ErrorCode.BlockClosed)
            {
                // The backend has not seen the boundary yet, or the block is over, which ends this round anyway.
            }
            catch (PoolApiException e)
            {
                reporter.Trouble(Party.Backend, e.Message, "hashes for the farmers it knows and asks again");
                if (e.Fault == PoolApiFault.Unauthorized) next = PauseAfterUnauthorized;
            }
            await Task.Delay(next, time, cancellation);
        }
    }

    void Say(PlantResponse answer) => reporter.Say(new Planted(
        block, answer.PlantedFarmers.Count, answer.FailedPlants.Count, answer.PendingPlants.Count,
        [.. answer.FailedPlants.Select(failed => $"{failed.FarmerId}: {failed.Error}")]));
}
