using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Submission;

/// <summary>What is bid for a place in a ledger, in stroops an operation. Only the ledger's base fee is charged, more only when the ledger is full.</summary>
sealed class FeeBids(IStellarRpc rpc, TimeProvider time)
{
    /// <summary>100 times the base fee: while nobody bids more than that, a place is sure.</summary>
    public const long First = 10_000;

    /// <summary>The cap for one work; a transaction of many may bid as much for each of them, up to <see cref="MostTogether"/>.</summary>
    public const long Most = 200_000;

    public const long MostTogether = 5_000_000;

    static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(15);

    readonly Lock _lock = new();
    long _usual = First;
    DateTimeOffset? _asked;

    /// <summary>The cap for a transaction of so many works.</summary>
    public static long CapOf(int works) => Math.Min(Most * works, MostTogether);

    /// <summary>Above nine of ten bids that recent ledgers took; the first bid where the server tells none.</summary>
    public async Task<long> BidAsync(int works, CancellationToken cancellation)
    {
        if (IsOld())
        {
            try
            {
                var stats = await rpc.GetFeeStatsAsync(cancellation);
                lock (_lock) (_usual, _asked) = (Math.Max(First, stats.SorobanInclusionFee.P90 + 1), time.GetUtcNow());
            }
            catch (RpcException)
            {
                // An old figure, or the first bid, is better than not to send; a queue that is full asks for more by refusing.
            }
        }
        lock (_lock) return Math.Min(_usual, CapOf(works));
    }

    bool IsOld()
    {
        lock (_lock) return _asked is not { } asked || time.GetUtcNow() - asked >= GoodFor;
    }

    /// <summary>The bid after one that did not do: so many times as much, and no less than is usual now. Null when that would be above the cap.</summary>
    public async Task<long?> RaiseAsync(long refused, int works, CancellationToken cancellation, int times = 2)
    {
        var bid = Math.Min(Math.Max(times * refused, await BidAsync(works, cancellation)), CapOf(works));
        return bid > refused ? bid : null;
    }
}
