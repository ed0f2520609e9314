using KalePool.Contracts.Poolers;
using KalePool.Pooler.Display;
using KalePool.Pooler.Pool;

namespace KalePool.Pooler.Work;

/// <summary>Tells the backend of one block's works.</summary>
sealed class WorkReporter(IPoolApi pool, uint block, Reporter reporter)
{
    /// <returns>What was told: all of it, or null when the backend did not take it.</returns>
    /// <param name="isEmptyTold">Tells even that there is nothing to tell: so the backend says what it knows of works that it submitted itself.</param>
    public async Task<IReadOnlyList<WorkResult>?> SendAsync(IReadOnlyList<WorkResult> results, CancellationToken cancellation, bool isEmptyTold = false)
    {
        if (results.Count == 0 && !isEmptyTold) return [];
        try
        {
            var answer = await pool.WorkCompleteAsync(block, results, cancellation);
            reporter.Recovered(Party.Backend);
            reporter.Say(new Reported(block, results.Count, answer.WorkRecorded, answer.CompensationAmount));
            return results;
        }
        catch (PoolApiException e)
        {
            reporter.Trouble(Party.Backend, e.Message, "goes on, the works are on the chain, and reports again");
            return null;
        }
    }
}
