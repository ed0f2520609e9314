using System.Numerics;
using KalePool.Audit.Evidence;
using KalePool.Audit.Farm;

namespace KalePool.Audit.Checks;

/// <summary>Follows each wallet's pails: planted once a block, worked, harvested with the reward that Block and Pail give.</summary>
static class PailChecks
{
    public static IReadOnlyList<PailHistory> Follow(ChainEvidence evidence, IReadOnlySet<string> wallets, List<Difference> differences)
    {
        var open = new Dictionary<PailId, PailHistory>();
        var closed = new List<PailHistory>();
        var planted = new HashSet<PailId>();
        var blocks = new Dictionary<uint, AuditedBlock>();
        foreach (var transaction in evidence.Transactions)
        {
            foreach (var change in transaction.Pails.Where(p => wallets.Contains(p.Id.Farmer)))
            {
                CheckBefore(transaction, change, open, differences);
                switch (change)
                {
                    case { Before: null, After: { } pail }:
                        if (!planted.Add(change.Id)) differences.Add(new(DifferenceKind.PlantedTwice, $"{Say(change.Id)}: again in {transaction.Hash}"));
                        CheckFresh(transaction, change.Id, pail, differences);
                        open[change.Id] = new PailHistory(change.Id, pail, transaction, null, null);
                        break;
                    case { After: { } pail }:
                        CheckWork(transaction, change, differences);
                        open[change.Id] = open.GetValueOrDefault(change.Id) is { } known
                            ? known with { Last = pail }
                            : new PailHistory(change.Id, pail, null, null, null);
                        break;
                    case { Before: { } pail, After: null }:
                        var history = open.GetValueOrDefault(change.Id) ?? new PailHistory(change.Id, pail, null, null, null);
                        open.Remove(change.Id);
                        closed.Add(history with { Last = pail, HarvestedIn = transaction, Reward = RewardOf(change.Id, pail, blocks, differences) });
                        break;
                }
            }

            foreach (var change in transaction.Blocks)
            {
                if (change.After is { } block) blocks[change.Id] = block;
            }
        }

        foreach (var left in open.Values.Where(pail => !pail.HasOnlyOpened))
        {
            differences.Add(left.Last.Worked
                ? new(DifferenceKind.Unharvested, $"{Say(left.Id)}: worked, and not harvested by ledger {evidence.ToLedger}")
                : new(DifferenceKind.Unworked, $"{Say(left.Id)}: planted with {left.Last.Stake} stroops, and never worked"));
        }

        return [.. closed, .. open.Values];
    }

    static void CheckBefore(
        AuditedTransaction transaction, Change<PailId, AuditedPail> change, Dictionary<PailId, PailHistory> open, List<Difference> differences)
    {
        if (change.Before is { } before && open.GetValueOrDefault(change.Id) is { } known && known.Last != before)
            differences.Add(new(DifferenceKind.Pail, $"{Say(change.Id)}: {transaction.Hash} finds {before}, left was {known.Last}"));
    }

    static void CheckFresh(AuditedTransaction transaction, PailId id, AuditedPail pail, List<Difference> differences)
    {
        if (pail.Sequence != transaction.Ledger || pail.Gap is not null || pail.Zeros is not null || pail.Stake < 0)
            differences.Add(new(DifferenceKind.Pail, $"{Say(id)}: planted in ledger {transaction.Ledger} as {pail}"));
    }

    static void CheckWork(AuditedTransaction transaction, Change<PailId, AuditedPail> change, List<Difference> differences)
    {
        var (before, after) = (change.Before!, change.After!);
        var better = before.Zeros is null || after.Zeros > before.Zeros;
        if (before == after) return;
        if (after.Stake != before.Stake || after.Sequence != before.Sequence || !better || after.Gap != transaction.Ledger - after.Sequence || after.Gap == 0)
            differences.Add(new(DifferenceKind.Pail, $"{Say(change.Id)}: {transaction.Hash} in ledger {transaction.Ledger} makes {after} of {before}"));
    }

    static BigInteger? RewardOf(PailId id, AuditedPail pail, Dictionary<uint, AuditedBlock> blocks, List<Difference> differences)
    {
        if (!blocks.TryGetValue(id.Block, out var block))
        {
            differences.Add(new(DifferenceKind.Reward, $"{Say(id)}: no transaction of the range shows its block, the reward cannot be recomputed"));
            return null;
        }

        var reward = Reward.OfPail(id.Block, block, pail);
        var why = pail.Worked ? "its block has no valid ranges" : "it was never worked";
        if (reward is null) differences.Add(new(DifferenceKind.Reward, $"{Say(id)}: harvested, but {why}"));
        return reward;
    }

    static string Say(PailId id) => $"pail of {id.Farmer} in block {id.Block}";
}
