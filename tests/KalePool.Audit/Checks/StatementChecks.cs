using System.Numerics;
using KalePool.Audit.Evidence;
using KalePool.Audit.Statements;

namespace KalePool.Audit.Checks;

/// <summary>What the pool tells a farmer against what the chain shows: block by block, transfer by transfer, and the sum.</summary>
static class StatementChecks
{
    /// <param name="pails">Of all wallets.</param>
    public static void Check(ChainEvidence evidence, string wallet, IReadOnlyList<AuditedLine> statement, IReadOnlyList<PailHistory> pails, List<Difference> differences)
    {
        var found = new List<string>();
        CheckBlocks(statement.Where(line => line.Kind == "block").ToLookup(line => line.Block), pails.Where(p => p.Id.Farmer == wallet).ToLookup(p => (uint?)p.Id.Block), found);
        CheckTransfers(evidence, wallet, [.. statement.Where(line => line.Kind != "block")], found);
        var sum = Total(statement.Select(line => line.Change));
        var held = evidence.KaleAtEnd.GetValueOrDefault(wallet)?.Stroops ?? 0;
        if (sum != held) found.Add($"its lines add up to {sum} stroops, and it has {held}");
        differences.AddRange(found.Select(what => new Difference(DifferenceKind.Statement, $"statement of {wallet}: {what}")));
    }

    static void CheckBlocks(ILookup<uint?, AuditedLine> lines, ILookup<uint?, PailHistory> pails, List<string> found)
    {
        foreach (var block in lines.Select(g => g.Key).Union(pails.Select(g => g.Key)).Order())
        {
            var told = Total(lines[block].Select(l => l.Staked), lines[block].Select(l => l.StakeReturned), lines[block].Select(l => l.Reward));
            var harvested = pails[block].Where(p => p.HarvestedIn is not null).ToList();
            var shown = Total(pails[block].Select(p => p.Last.Stake), harvested.Select(p => p.Last.Stake), harvested.Select(p => p.Reward ?? 0));
            if (told != shown) found.Add($"block {block}: stake, stake returned, reward are told as {told}, the chain shows {shown}");
            foreach (var line in lines[block].Where(l => l.Change != l.StakeReturned + l.Reward - l.Staked)) found.Add($"block {block}: a change of {line.Change} is not what its parts come to");
        }
    }

    static void CheckTransfers(ChainEvidence evidence, string wallet, IReadOnlyList<AuditedLine> lines, List<string> found)
    {
        var told = lines.ToLookup(line => line.Transaction ?? "", line => line.Change);
        var shown = evidence.Kale.Where(e => e.Kind == AssetEventKind.Transfer && (e.From == wallet || e.To == wallet)).ToLookup(e => e.TransactionHash, e => e.EffectOn(wallet));
        foreach (var hash in told.Select(g => g.Key).Union(shown.Select(g => g.Key)).Order())
        {
            var (said, moved) = (Total(told[hash]), Total(shown[hash]));
            if (said == moved) continue;
            found.Add(hash.Length == 0 ? $"{said} stroops that no transaction is named for" : $"{hash} is told to move {said} stroops, and moved {moved}");
        }
    }

    static (BigInteger, BigInteger, BigInteger) Total(IEnumerable<BigInteger> a, IEnumerable<BigInteger> b, IEnumerable<BigInteger> c) => (Total(a), Total(b), Total(c));

    static BigInteger Total(IEnumerable<BigInteger> amounts) => amounts.Aggregate(BigInteger.Zero, BigInteger.Add);
}
