using System.Numerics;
using KalePool.Audit.Evidence;
using KalePool.Audit.Farm;

namespace KalePool.Audit.Checks;

/// <summary>Each block's totals follow from the plants and works of everybody, its ranges stay as they were frozen, and it still stands as last seen.</summary>
static class BlockChecks
{
    public static void Check(ChainEvidence evidence, List<Difference> differences)
    {
        var blocks = new Dictionary<uint, AuditedBlock>();
        foreach (var transaction in evidence.Transactions)
        {
            foreach (var change in transaction.Blocks)
            {
                if (change.After is not { } after) continue;
                if (change.Before is { } found && blocks.GetValueOrDefault(change.Id) is { } left && left != found)
                    differences.Add(new(DifferenceKind.Block, $"block {change.Id}: {transaction.Hash} finds {found}, left was {left}"));
                var before = change.Before ?? after with { StakedTotal = 0, NormalizedTotal = 0 };
                var expected = transaction.Pails.Where(p => p.Id.Block == change.Id && p.After is not null).Aggregate(before, (b, p) => Apply(b, p));
                if (after != expected)
                {
                    differences.Add(new(
                        DifferenceKind.Block, $"block {change.Id}: {transaction.Hash} makes it {after}, its plants and works make it {expected}"));
                }

                blocks[change.Id] = after;
            }
        }

        foreach (var (index, block) in evidence.BlocksAtEnd)
        {
            if (blocks.TryGetValue(index, out var last) && last != block)
                differences.Add(new(DifferenceKind.Block, $"block {index}: stands as {block}, the last transaction left {last}"));
        }
    }

    static AuditedBlock Apply(AuditedBlock block, Change<PailId, AuditedPail> change)
    {
        var pail = change.After!;
        if (change.Before is null) block = block with { StakedTotal = block.StakedTotal + pail.Stake };
        if (pail is not { Gap: { } gap, Zeros: { } zeros } || change.Before == pail) return block;
        var gained = Reward.Normalized(block, gap, pail.Stake, zeros) ?? 0;
        // A better work takes off what the one before is worth at the gap of this call.
        var lost = change.Before?.Zeros is { } earlier ? Reward.Normalized(block, gap, pail.Stake, earlier) ?? 0 : BigInteger.Zero;
        var freed = change.Before?.Zeros is null ? pail.Stake : 0;
        return block with { NormalizedTotal = block.NormalizedTotal + gained - lost, StakedTotal = block.StakedTotal - freed };
    }
}
