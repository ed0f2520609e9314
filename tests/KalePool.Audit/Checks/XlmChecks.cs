using System.Numerics;
using KalePool.Audit.Evidence;

namespace KalePool.Audit.Checks;

/// <summary>XLM of each account: funded − fees charged, the fees told twice, by the asset's events and by the transactions' results.</summary>
static class XlmChecks
{
    /// <returns>The fees charged, in stroops.</returns>
    /// <exception cref="EvidenceException">The account is older than the range: what it held then cannot be known.</exception>
    public static BigInteger Check(ChainEvidence evidence, string account, List<Difference> differences)
    {
        var mine = evidence.Xlm.Where(e => e.From == account || e.To == account).ToList();
        var existed = evidence.XlmAtEnd.TryGetValue(account, out var held);
        if (!existed && mine.Count == 0) return 0;
        if (!evidence.Transactions.Any(t => t.Accounts.Any(c => c.Id == account && c.Before is null)))
            throw new EvidenceException($"{account} is older than ledger {evidence.FromLedger}: its XLM cannot be audited from there");
        var fees = mine.Where(e => e.Kind == AssetEventKind.Fee).Aggregate(BigInteger.Zero, (sum, e) => sum + e.Amount);
        var charged = evidence.Transactions.Where(t => t.FeeSource == account).Aggregate(BigInteger.Zero, (sum, t) => sum + t.FeeCharged);
        if (fees != charged) differences.Add(new(DifferenceKind.XlmBalance, $"{account}: fee events say {fees} stroops, results say {charged}"));
        var funded = mine.Where(e => e.Kind != AssetEventKind.Fee).Aggregate(BigInteger.Zero, (sum, e) => sum + e.EffectOn(account));
        var has = held?.Stroops ?? 0;
        if (funded - charged != has)
            differences.Add(new(DifferenceKind.XlmBalance, $"{account}: funded with {funded} stroops of XLM, charged {charged}, and it has {has}"));
        return charged;
    }
}
