using System.Numerics;

namespace KalePool.Audit;

/// <summary>What the audit found.</summary>
public sealed record AuditReport(IReadOnlyList<Difference> Differences, AuditSums Sums)
{
    public bool Balanced => Differences.Count == 0;

    /// <summary>The last line that is printed.</summary>
    public string Verdict => Balanced ? "chain=balanced" : $"chain=UNBALANCED ({Differences.Count} differences)";
}

/// <summary>What the audit added up; amounts in stroops.</summary>
/// <param name="Planted">Pails of the wallets that were planted in the range, without those that only opened a block; Worked and Harvested likewise.</param>
/// <param name="Rewards">Recomputed, of the harvested pails.</param>
/// <param name="Deposits">KALE transferred to the wallets; Withdrawals from them.</param>
public sealed record AuditSums(
    int Wallets, int Planted, int Worked, int Harvested, BigInteger Stakes, BigInteger Rewards, BigInteger Deposits, BigInteger Withdrawals,
    BigInteger Balance, BigInteger XlmFees);
