using KalePool.Pooler.Display;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Submission;
using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Work;

/// <summary>The submissions of one round that are under way, as many as there are lanes. Belongs to the loop of its round.</summary>
sealed class RoundSubmissions(RoundContext context, uint index)
{
    /// <summary>After one that could not even be sent.</summary>
    static readonly TimeSpan HoldTime = TimeSpan.FromSeconds(1);

    readonly List<(IReadOnlyList<WorkOrder> Orders, Task<IReadOnlyList<WorkOutcome>> Task)> _underWay = [];
    DateTimeOffset _heldUntil;

    /// <summary>Any thread may ask.</summary>
    public bool IsAny => _underWay.Count > 0;

    public IEnumerable<Task> Tasks => _underWay.Select(each => each.Task);

    /// <summary>The chain has answered: whatever held up the last one may be over.</summary>
    public void Release() => _heldUntil = default;

    /// <summary>Submits what the plan says, until it says nothing more or all lanes are taken.</summary>
    public void Begin(RoundFarmers farmers, Func<SubmissionPlan.Input> input, CancellationToken cancellation)
    {
        while (context.Time.GetUtcNow() >= _heldUntil && _underWay.Count < context.Submitter.Lanes && input() is var now && SubmissionPlan.Next(now) is { Count: > 0 } going)
        {
            WorkOrder[] orders = [.. going.Select(farmer => new WorkOrder(index, farmer.Wallet, farmer.Best!.Value, now.Times.Boundary, farmer.Id))];
            farmers.SetUnderWay(orders.Select(order => order.Wallet), true);
            _underWay.Add((orders, context.Submitter.SubmitAsync(orders, cancellation)));
        }
    }

    /// <summary>Takes the outcomes of those that have ended.</summary>
    /// <returns>True when any had.</returns>
    public async Task<bool> TakeAsync(RoundFarmers farmers)
    {
        var ended = _underWay.Where(each => each.Task.IsCompleted).ToArray();
        foreach (var done in ended)
        {
            _underWay.Remove(done);
            farmers.SetUnderWay(done.Orders.Select(order => order.Wallet), false);
            await TakeAsync(farmers, done.Task);
        }
        return ended.Length > 0;
    }

    async Task TakeAsync(RoundFarmers farmers, Task<IReadOnlyList<WorkOutcome>> done)
    {
        try
        {
            foreach (var outcome in await done)
            {
                farmers.See(outcome);
                if (!outcome.IsSuccess) context.Reporter.Say(new WorkFailed(index, outcome.Order.Wallet, outcome.TxHash ?? "none", outcome.Reason ?? ""));
            }
        }
        catch (RpcException e)
        {
            Hold(Party.Rpc, e.Message, "keeps what it found and tries again");
        }
        catch (PoolApiException e)
        {
            Hold(Party.Backend, e.Message, "keeps what it found and hands it over again");
        }
    }

    void Hold(Party party, string message, string meanwhile)
    {
        _heldUntil = context.Time.GetUtcNow() + HoldTime;
        context.Reporter.Trouble(party, message, meanwhile);
    }
}
