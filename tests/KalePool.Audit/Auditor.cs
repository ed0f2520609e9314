using System.Collections.Immutable;
using System.Numerics;
using KalePool.Audit.Checks;
using KalePool.Audit.Evidence;
using KalePool.Audit.Statements;

namespace KalePool.Audit;

/// <summary>Proves, or disproves, that every stroop of a pool's wallets is accounted for. Pure: it judges what was read.</summary>
public static class Auditor
{
    /// <param name="statements">What the pool tells each farmer, by wallet; the range must reach back to the first of it.</param>
    /// <exception cref="EvidenceException">The range is too short to say anything about an account.</exception>
    public static AuditReport Audit(ChainEvidence evidence, AuditSubjects subjects, IReadOnlyDictionary<string, IReadOnlyList<AuditedLine>>? statements = null)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(subjects);
        var differences = new List<Difference>();
        var wallets = subjects.Wallets.ToHashSet();
        var opening = BigInteger.Zero;
        foreach (var wallet in subjects.Wallets) opening += KaleChecks.Check(evidence, wallet, differences);
        var pails = PailChecks.Follow(evidence, wallets, differences);
        StakeAndRewardChecks.Check(evidence, wallets, pails, differences);
        foreach (var (wallet, statement) in statements ?? ImmutableDictionary<string, IReadOnlyList<AuditedLine>>.Empty) StatementChecks.Check(evidence, wallet, statement, pails, differences);
        BlockChecks.Check(evidence, differences);
        var fees = BigInteger.Zero;
        foreach (var account in subjects.Wallets.Concat(subjects.FeeAccounts).Distinct()) fees += XlmChecks.Check(evidence, account, differences);
        var sums = Sum(evidence, subjects, wallets, pails, fees);
        CheckPool(opening, sums, pails, differences);
        return new AuditReport(differences, sums);
    }

    static AuditSums Sum(
        ChainEvidence evidence, AuditSubjects subjects, HashSet<string> wallets, IReadOnlyList<PailHistory> pails, BigInteger fees)
    {
        static BigInteger Total(IEnumerable<BigInteger> amounts) => amounts.Aggregate(BigInteger.Zero, BigInteger.Add);
        var transfers = evidence.Kale.Where(e => e.Kind == AssetEventKind.Transfer).ToList();
        return new AuditSums(
            subjects.Wallets.Count,
            pails.Count(p => p.PlantedIn is not null && !p.HasOnlyOpened),
            pails.Count(p => p.Last.Worked),
            pails.Count(p => p.HarvestedIn is not null),
            Total(pails.Where(p => p.PlantedIn is not null).Select(p => p.Last.Stake)),
            Total(pails.Select(p => p.Reward ?? 0)),
            Total(transfers.Where(e => wallets.Contains(e.To!)).Select(e => e.Amount)),
            Total(transfers.Where(e => wallets.Contains(e.From!)).Select(e => e.Amount)),
            Total(subjects.Wallets.Select(w => evidence.KaleAtEnd.GetValueOrDefault(w)?.Stroops ?? 0)),
            fees);
    }

    /// <summary>The whole pool: had + deposited + rewards + stakes that came back − withdrawn − stakes that went = has.</summary>
    static void CheckPool(BigInteger opening, AuditSums sums, IReadOnlyList<PailHistory> pails, List<Difference> differences)
    {
        var returned = pails.Where(p => p.HarvestedIn is not null).Aggregate(BigInteger.Zero, (sum, p) => sum + p.Last.Stake);
        var expected = opening + sums.Deposits - sums.Withdrawals + sums.Rewards + returned - sums.Stakes;
        if (expected != sums.Balance)
            differences.Add(new(DifferenceKind.Pool, $"the wallets should have {expected} stroops together, and have {sums.Balance}"));
    }
}
