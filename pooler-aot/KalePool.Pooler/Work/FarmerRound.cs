using KalePool.Hashing;
using KalePool.Kale;

namespace KalePool.Pooler.Work;

/// <summary>Where one planted farmer stands in one block, as far as the pooler knows.</summary>
/// <param name="Wallet">G… custodial wallet.</param>
/// <param name="Pail">As last read from the chain; null while it has not been seen there.</param>
/// <param name="Best">The best hash found so far.</param>
/// <param name="Sent">The last hash whose act has settled as a success.</param>
/// <param name="SentHash">Hex of that act's transaction.</param>
/// <param name="Failures">Acts for this farmer that failed or never happened.</param>
/// <param name="ReportedZeros">What the backend was told; null before the first report.</param>
sealed record FarmerRound(
    Guid Id,
    string Wallet,
    KalePail? Pail = null,
    Found? Best = null,
    Found? Sent = null,
    string? SentHash = null,
    int Failures = 0,
    uint? ReportedZeros = null)
{
    /// <summary>After so many failures nothing more is paid for this farmer in this block.</summary>
    public const int MostFailures = 5;

    public bool IsWorked => Pail is { IsWorked: true };

    /// <summary>An act could be accepted now: a pail that is at least a ledger old, and a hash better than the one in it.</summary>
    /// <param name="maxZeros">The block's: a work beyond it gains nothing.</param>
    public bool CanSubmit(uint latestLedger, uint maxZeros) =>
        Best is { } best && Pail is { } pail && pail.Sequence <= latestLedger && Failures < MostFailures
        && (Sent is not { } sent || best.Zeros > sent.Zeros)
        && (pail.Zeros is not { } zeros || (best.Zeros > zeros && zeros < maxZeros));
}
