using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Submission;

/// <summary>The resource fee of a work: asked from a simulation hourly, and again when the chain refused what was declared.</summary>
sealed class WorkFees(IStellarRpc rpc, WorkEnvelopes envelopes, TimeProvider time)
{
    /// <summary>Without a simulation: 23 100 stroops were measured, and an extension of the contract's instance costs 350 000 now and then.</summary>
    public const long Assumed = 60_000;

    /// <summary>More than this no work is worth; the dearest measured, with an extension of the instance, is 430 000.</summary>
    public const long Most = 2_000_000;

    static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    long? _fee;
    DateTimeOffset _asked;

    /// <summary>Stroops, at most.</summary>
    public async Task<long> ResourceFeeAsync(WorkOrder order, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (_fee is { } known && now - _asked < GoodFor) return known;
        try
        {
            var answer = await rpc.SimulateAsync(envelopes.ForSimulation(order), cancellation);
            // A refusal says nothing of the cost: the pail may have been worked a moment ago. The next work asks again.
            if (answer is not { Error: null, MinResourceFee: { } fee }) return _fee ?? Assumed;
            (_fee, _asked) = (Math.Clamp(fee + fee / 3, Assumed / 2, Most), now);
            return _fee.Value;
        }
        catch (RpcException)
        {
            return _fee ?? Assumed;
        }
    }

    /// <summary>What was declared did not suffice.</summary>
    public void Forget() => _fee = null;
}
