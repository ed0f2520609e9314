using System.Diagnostics;

namespace KalePool.Stellar.Acts;

/// <summary>
/// The life of one act from the moment it is persisted as submitted until its outcome is known. Pure: the caller carries out each step and
/// hands back what one node answered.
/// </summary>
/// <remarks>
/// An act has <i>not happened</i> only when one answer of one node says so: NOT_FOUND with a latest close time past the time bound and a memory
/// that reaches back to before the act was built; or a source account that exists with a lower sequence number when the ledger bound has passed.
/// Answers of two nodes are never put together: what one has forgotten another may know. Everything else is unknown, and while it is unknown the same envelope is looked up or sent again, never another.
/// </remarks>
public sealed record ActMachine(ActEnvelope Act)
{
    /// <summary>A queue drops what it could not include within 4 ledgers (stellar-core's pending depth): then it must hear of it again.</summary>
    const uint LedgersInQueue = 5;

    uint? SentAt { get; init; }

    uint LatestLedger { get; init; }

    bool Refused { get; init; }

    bool MemoryLost { get; init; }

    /// <summary>Whose memory that is.</summary>
    string? LookedUpAt { get; init; }

    string? LastRefusal { get; init; }

    /// <summary>
    /// The first step. It is a look-up, not a sending, when the act is resumed: it may have been applied long ago.
    /// </summary>
    public static (ActMachine State, ActStep Step) Start(ActEnvelope act, bool resumed) =>
        (new ActMachine(act) { LatestLedger = act.BuiltAfter }, resumed ? new ActStep.LookUp() : new ActStep.Send());

    public (ActMachine State, ActStep Step) Next(Observation seen) => seen switch
    {
        Observation.Applied applied => (this, new ActStep.Settle(applied.Outcome)),
        Observation.Sent sent => (this with { SentAt = LatestLedger, Refused = sent.Refusal is not null, LastRefusal = sent.Refusal ?? LastRefusal }, new ActStep.Wait()),
        Observation.NotFound missing => AfterNotFound(missing),
        Observation.Source source => AfterSource(source),
        Observation.Silence => (this, new ActStep.Wait()),
        _ => throw new UnreachableException(seen.GetType().Name),
    };

    (ActMachine, ActStep) AfterNotFound(Observation.NotFound missing)
    {
        var remembersAll = missing.OldestLedger <= Act.BuiltAfter + 1;
        var state = this with { LatestLedger = Math.Max(LatestLedger, missing.LatestLedger), MemoryLost = !remembersAll, LookedUpAt = missing.Node };
        if (missing.LatestCloseTime > Act.MaxTime && remembersAll) return (state, new ActStep.Settle(new ActOutcome.NotHappened(LastRefusal)));
        if (missing.LatestLedger >= Act.MaxLedger || !remembersAll) return (state, new ActStep.ReadSource());
        return (state, state.MustSendAgain(missing.LatestLedger) ? new ActStep.Send() : new ActStep.Wait());
    }

    /// <summary>Read only when the ledger bound may have passed or the node's memory is too short.</summary>
    (ActMachine, ActStep) AfterSource(Observation.Source source)
    {
        if (source.LatestLedger < Act.MaxLedger) return (this, MustSendAgain(source.LatestLedger) ? new ActStep.Send() : new ActStep.Wait());
        if (source.Sequence is { } sequence && sequence < Act.Sequence) return (this, new ActStep.Settle(new ActOutcome.NotHappened(LastRefusal)));
        return (this, MemoryLost && source.Node == LookedUpAt ? new ActStep.Settle(new ActOutcome.Unknown(WhyUnknown(source))) : new ActStep.Wait());
    }

    string WhyUnknown(Observation.Source source) => source.Sequence is { } sequence
        ? $"transaction {Act.Hash} is older than the node remembers and sequence number {Act.Sequence} is used (the account is at {sequence})"
        : $"transaction {Act.Hash} is older than the node remembers and its source {Act.Source} does not exist";

    bool MustSendAgain(uint latest) => SentAt is not { } sentAt || (Refused ? latest > sentAt : latest >= sentAt + LedgersInQueue);
}
