using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Submission;

/// <summary>The resource fee of works in one transaction: asked from a simulation hourly for each number of them, and again when the chain refused what was declared.</summary>
sealed class WorkFees(IStellarRpc rpc, WorkEnvelopes envelopes, TimeProvider time)
{
    /// <summary>Without a simulation: 23 100 stroops were measured for one work, and an extension of the contract's instance costs 350 000 now and then.</summary>
    public const long Assumed = 60_000;

    /// <summary>For each work beside the first: 5 730 are charged, and fees of what is declared are at most twice that.</summary>
    const long AssumedBeside = 12_000;

    /// <summary>More than this no work is worth; the dearest measured, with an extension of the instance, is 430 000.</summary>
    public const long Most = 2_000_000;

    const long MostBeside = 40_000;

    static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    readonly Lock _lock = new();
    readonly Dictionary<int, (long Fee, DateTimeOffset Asked)> _known = [];

    /// <summary>Stroops, at most.</summary>
    public async Task<long> ResourceFeeAsync(IReadOnlyList<WorkOrder> orders, CancellationToken cancellation)
    {
        var (count, now) = (orders.Count, time.GetUtcNow());
        var known = Known(count);
        if (known is { } fresh && now - fresh.Asked < GoodFor) return fresh.Fee;
        var (assumed, most) = (Assumed + (count - 1) * AssumedBeside, Most + (count - 1) * MostBeside);
        try
        {
            var answer = await rpc.SimulateAsync(envelopes.ForSimulation(orders), cancellation);
            // A refusal says nothing of the cost: the pail may have been worked a moment ago. The next work asks again.
            if (answer is not { Error: null, MinResourceFee: { } fee }) return known?.Fee ?? assumed;
            var declared = Math.Clamp(fee + fee / 3, assumed / 2, most);
            lock (_lock) _known[count] = (declared, now);
            return declared;
        }
        catch (RpcException)
        {
            return known?.Fee ?? assumed;
        }
    }

    /// <summary>What was declared did not suffice.</summary>
    public void Forget()
    {
        lock (_lock) _known.Clear();
    }

    (long Fee, DateTimeOffset Asked)? Known(int count)
    {
        lock (_lock) return _known.TryGetValue(count, out var known) ? known : null;
    }
}
