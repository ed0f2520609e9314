using System.Numerics;
using KalePool.Audit.Evidence;

namespace KalePool.Audit.Checks;

/// <summary>KALE of each wallet: what it had, what the asset's events brought and took, and what it has; step by step against its trustline.</summary>
static class KaleChecks
{
    /// <returns>What the wallet held when the range began.</returns>
    public static BigInteger Check(ChainEvidence evidence, string wallet, List<Difference> differences)
    {
        var effects = new Dictionary<string, BigInteger>();
        foreach (var movement in evidence.Kale.Where(e => e.From == wallet || e.To == wallet))
            effects[movement.TransactionHash] = effects.GetValueOrDefault(movement.TransactionHash) + movement.EffectOn(wallet);
        var atEnd = evidence.KaleAtEnd.GetValueOrDefault(wallet)?.Stroops ?? 0;
        BigInteger? opening = null;
        BigInteger held = 0;
        foreach (var transaction in evidence.Transactions)
        {
            var moved = effects.Remove(transaction.Hash, out var effect) ? effect : 0;
            var lines = transaction.Kale.Where(c => c.Id == wallet).ToList();
            if (lines.Count == 0)
            {
                if (moved != 0)
                    differences.Add(new(DifferenceKind.KaleBalance, $"{wallet}: events of {transaction.Hash} move {moved} stroops, its trustline does not"));
                continue;
            }

            var before = lines[0].Before?.Stroops ?? 0;
            if (opening is null) opening = before;
            else if (held != before) differences.Add(new(DifferenceKind.KaleBalance, $"{wallet}: {transaction.Hash} finds {before} stroops, left were {held}"));
            held = lines[^1].After?.Stroops ?? 0;
            if (held - before != moved)
                differences.Add(new(DifferenceKind.KaleBalance, $"{wallet}: {transaction.Hash} changes it by {held - before} stroops, its events by {moved}"));
        }

        foreach (var (hash, effect) in effects)
            differences.Add(new(DifferenceKind.KaleBalance, $"{wallet}: events of {hash} move {effect} stroops, and the chain has no such transaction"));
        opening ??= atEnd;
        var movements = evidence.Kale.Aggregate(BigInteger.Zero, (sum, e) => sum + e.EffectOn(wallet));
        if (opening.Value + movements != atEnd)
            differences.Add(new(DifferenceKind.KaleBalance, $"{wallet}: had {opening.Value} stroops, events bring {movements}, and it has {atEnd}"));
        return opening.Value;
    }
}
