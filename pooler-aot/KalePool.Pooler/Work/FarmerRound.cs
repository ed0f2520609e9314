using KalePool.Hashing;
using KalePool.Kale;

namespace KalePool.Pooler.Work;

/// <summary>Where one planted farmer stands in one block, as far as the pooler knows.</summary>
/// <param name="Wallet">G… custodial wallet.</param>
/// <param name="Pail">As last read from the chain; null while it has not been seen there.</param>
/// <param name="Best">The best hash found so far.</param>
/// <param name="Sent">The last hash whose act has settled as a success.</param>
/// <param name="SentHash">Hex of that act's transaction; null where the backend submits.</param>
/// <param name="SentLedger">The ledger that act is said to be in; null when that is not known.</param>
/// <param name="Failures">Acts for this farmer that failed or never happened.</param>
/// <param name="ReportedZeros">What the backend was told; null before the first report.</param>
/// <param name="MostTogether">How many works may stand in one transaction with this farmer's; null: as many as ever.</param>
/// <param name="IsUnderWay">A submission with his work has no outcome yet.</param>
sealed record FarmerRound(
    Guid Id,
    string Wallet,
    KalePail? Pail = null,
    Found? Best = null,
    Found? Sent = null,
    string? SentHash = null,
    int Failures = 0,
    uint? ReportedZeros = null,
    uint? SentLedger = null,
    int? MostTogether = null,
    bool IsUnderWay = false)
{
    /// <summary>After so many failures nothing more is paid for this farmer in this block.</summary>
    public const int MostFailures = 5;

    public bool IsGivenUp => Failures >= MostFailures;

    public bool IsWorked => Pail is { IsWorked: true };

    /// <summary>A pail, read when the act was said to be applied, that does not show it: whoever said so, router or server, is not believed.</summary>
    public bool IsContradicted(KalePail pail, uint ledger) => Sent is { } sent && SentLedger is { } at && ledger >= at && (pail.Zeros ?? 0) < sent.Zeros;

    /// <summary>An act could be accepted now: a pail that is at least a ledger old, and a hash better than the one in it.</summary>
    /// <param name="maxZeros">The block's: a work beyond it gains nothing.</param>
    public bool CanSubmit(uint latestLedger, uint maxZeros) =>
        !IsUnderWay && Best is { } best && Pail is { } pail && pail.Sequence <= latestLedger && !IsGivenUp
        && (Sent is not { } sent || best.Zeros > sent.Zeros)
        && (pail.Zeros is not { } zeros || (best.Zeros > zeros && zeros < maxZeros));
}
