using KalePool.Contracts.Poolers;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Work;

namespace KalePool.Pooler.Submission;

/// <summary>Hands works to the backend, which checks and submits them. What it has taken is its own to land; a repeat is harmless.</summary>
sealed class BackendSubmitter(IPoolApi pool) : IWorkSubmitter
{
    public int Lanes => 1;

    /// <summary>A work is 130 bytes of JSON: of a thousand, 130 kB.</summary>
    public int Together => 1_000;

    /// <summary>Until then the backend takes works.</summary>
    public int LedgersBeforeBoundary => 3;

    public SubmissionPace Pace => SubmissionPace.Unknown;

    /// <summary>Nothing is ever open here: what was not taken for certain is handed over again.</summary>
    public Task<IReadOnlyList<WorkOutcome>> ResumeAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<WorkOutcome>>([]);

    public async Task<IReadOnlyList<WorkOutcome>> SubmitAsync(IReadOnlyList<WorkOrder> orders, CancellationToken cancellation)
    {
        var answer = await pool.WorkSubmitAsync(
            orders[0].Block, [.. orders.Select(order => new SubmittedWork(order.FarmerId, order.Best.Nonce, order.Best.Hash.ToString()))], cancellation);
        var accepted = answer.Accepted.ToHashSet();
        var rejected = answer.Rejected.GroupBy(each => each.FarmerId).ToDictionary(group => group.Key, group => group.First().Error);
        return [.. orders.Select(order => accepted.Contains(order.FarmerId)
            ? new WorkOutcome(order, true, null, null)
            : new WorkOutcome(order, false, null, $"the backend says {rejected.GetValueOrDefault(order.FarmerId, "nothing of it")}"))];
    }
}
