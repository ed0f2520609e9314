namespace KalePool.Stellar.Acts;

/// <summary>One answer of one node, or its silence.</summary>
public abstract record Observation
{
    Observation()
    {
    }

    /// <summary>sendTransaction answered. Whatever it says, the act may be applied until its bounds have passed.</summary>
    /// <param name="Refusal">Null for PENDING and DUPLICATE, else what the node said.</param>
    public sealed record Sent(string? Refusal) : Observation;

    /// <summary>getTransaction answered SUCCESS or FAILED.</summary>
    public sealed record Applied(ActOutcome Outcome) : Observation;

    /// <summary>getTransaction answered NOT_FOUND; the three figures are of the same answer.</summary>
    /// <param name="Node">Which of several nodes answered; null where there is one.</param>
    public sealed record NotFound(uint LatestLedger, long LatestCloseTime, uint OldestLedger, string? Node = null) : Observation;

    /// <summary>getLedgerEntries answered for the source account; <paramref name="Sequence"/> is null where it is absent.</summary>
    /// <param name="Node">Which of several nodes answered; null where there is one.</param>
    public sealed record Source(uint LatestLedger, long? Sequence, string? Node = null) : Observation;

    /// <summary>Nothing was answered: a time-out, a refused connection, a broken answer; or nodes contradict each other.</summary>
    public sealed record Silence(string Reason, bool OfDispute = false) : Observation;
}

/// <summary>What to do next.</summary>
public abstract record ActStep
{
    ActStep()
    {
    }

    public sealed record Send : ActStep;

    public sealed record LookUp : ActStep;

    public sealed record ReadSource : ActStep;

    /// <summary>Nothing before another ledger may have closed, then look up.</summary>
    public sealed record Wait : ActStep;

    public sealed record Settle(ActOutcome Outcome) : ActStep;
}
