namespace KalePool.Domain.Farmers;

/// <summary>Plants, works and harvests of his blocks: as events change them.</summary>
static class FarmerFarming
{
    /// <summary>Null for an event of another area.</summary>
    public static FarmerState? ApplyFarming(this FarmerState s, FarmerEvent e) => e switch
    {
        PlantSubmitted p => s.Open(new OpenAct(ActKind.Plant, p.Block, p.StakeStroops, p.Act))
            .With(p.Block, b => b with { Plant = StepState.Pending, PlantHash = p.Act.Hash, IsOpener = p.OpensBlock, IsOnItsOwn = p.OpensBlock, PoolerIsFree = p.OpensBlock }),
        PailTakenUp t => s.With(t.Block, b => b with { IsOnItsOwn = false, IsOpener = false, PoolerIsFree = false }),
        PlantSettled p => SettlePlant(s, p),
        PlantRefused p => s.With(p.Block, b => b with { Plant = StepState.Failed, PlantFailure = p.Failure }),
        WorkRecorded w => s.With(w.Block, b => b with
        {
            Work = StepState.Success,
            Zeros = w.Zeros,
            Gap = w.Gap,
            WorkSource = w.Source,
            IsWorkOwed = w.IsWorkOwed,
            PoolerIsFree = b.PoolerIsFree || w.PoolerIsFree,
        }),
        WorkMissed w => s.With(w.Block, b => b with { Work = StepState.Failed, WorkFailure = w.Failure }),
        HarvestSubmitted h => s.Open(new OpenAct(ActKind.Harvest, h.Block, 0, h.Act)).With(h.Block, b => b with { Harvest = StepState.Pending, HarvestHash = h.Act.Hash }),
        HarvestSettled h => SettleHarvest(s, h),
        HarvestRefused h => s.With(h.Block, b => b with { Harvest = StepState.Failed, HarvestFailure = h.Failure }),
        _ => null,
    };

    static FarmerState FoundPlanted(FarmerState s, PlantSettled p) => s.OpenAct is null && s.Find(p.Block)?.Plant != StepState.Success && (!p.WasCorrected || p.Ledger <= s.CorrectedLedger)
        ? s
        : throw new InvalidOperationException($"farmer {s.Id}: a pail of block {p.Block} was found that the journal knows");

    /// <summary>Once: whether it was found, or told of by whoever sent it, the second record of a harvest is refused.</summary>
    static FarmerState FoundHarvested(FarmerState s, HarvestSettled h) =>
        h.Result == ActResult.Success && s.OpenAct is null && h.WasCorrected == (h.Ledger <= s.CorrectedLedger) && s.Find(h.Block) is { Plant: StepState.Success } block && block.MayHaveBeenHarvested
            ? s
            : throw new InvalidOperationException($"farmer {s.Id}: a harvest of block {h.Block} was found that the journal knows");

    /// <summary>Whatever his wallet is doing meanwhile.</summary>
    static FarmerState CarriedByBatch(FarmerState s, HarvestSettled h) =>
        h.Result == ActResult.Success && h.WasCorrected == (h.Ledger <= s.CorrectedLedger) && s.Find(h.Block)?.Harvest is StepState.None or StepState.Failed
            ? s
            : throw new InvalidOperationException($"farmer {s.Id}, block {h.Block}: batch {h.Batch} harvested what is {s.Find(h.Block)?.Harvest} already");

    static FarmerState SettlePlant(FarmerState s, PlantSettled p)
    {
        var closed = p.TransactionHash is null ? FoundPlanted(s, p) : s.Close(ActKind.Plant, p.Block);
        if (p.Result == ActResult.Success)
        {
            // What a correction took for a loss is the stake.
            var planted = p.WasCorrected
                ? closed with { UnexplainedLossStroops = Math.Max(0, s.UnexplainedLossStroops - p.StakeStroops) }
                : closed with { BalanceStroops = checked(s.BalanceStroops - p.StakeStroops) };
            return planted.With(p.Block, b => b with
            {
                Plant = StepState.Success,
                StakeStroops = p.StakeStroops,
                PlantHash = p.TransactionHash,
                ShareRate = p.RewardShare,
                PlantLedger = p.Ledger,
                LiveUntil = p.LiveUntil,
                IsOnItsOwn = b.IsOnItsOwn || p.IsOnItsOwn,
                PoolerIsFree = b.PoolerIsFree || p.IsOnItsOwn,
            });
        }
        // An opener that came to nothing leaves the block as his pooler knows it.
        if (s.Find(p.Block) is { IsOpener: true })
            return closed.With(p.Block, b => b with { Plant = b.PlantFailure is null ? StepState.None : StepState.Failed, PlantHash = null, IsOpener = false, IsOnItsOwn = false, PoolerIsFree = false });
        return closed.With(p.Block, b => p.Failure is null
            ? b with { Plant = StepState.None, PlantHash = null }
            : b with { Plant = StepState.Failed, PlantFailure = p.Failure });
    }

    static FarmerState SettleHarvest(FarmerState s, HarvestSettled h)
    {
        var closed = h.Batch is not null ? CarriedByBatch(s, h) : h.Source is null ? s.Close(ActKind.Harvest, h.Block) : FoundHarvested(s, h);
        if (h.Result == ActResult.Success)
        {
            if (s.Find(h.Block) is not { } known || known.StakeStroops != h.StakeStroops || h.RewardStroops < 0)
                throw new InvalidOperationException($"farmer {s.Id}, block {h.Block}: a harvest returned a stake of {h.StakeStroops} that was not planted");
            if (h.ShareStroops != ShareRule.ShareOf(h.RewardStroops, known.ShareRate))
                throw new InvalidOperationException($"farmer {s.Id}, block {h.Block}: a share of {h.ShareStroops} of {h.RewardStroops} at a rate of {known.ShareRate}");
            var harvested = closed with
            {
                BalanceStroops = h.WasCorrected ? s.BalanceStroops : checked(s.BalanceStroops + h.StakeStroops + h.RewardStroops),
                OwedShareStroops = checked(s.OwedShareStroops + h.ShareStroops),
                IsPaidUp = false,
            };
            return harvested.With(h.Block, b => b with { Harvest = StepState.Success, RewardStroops = h.RewardStroops, HarvestHash = h.TransactionHash, HarvestFailure = null });
        }
        return closed.With(h.Block, b => h.Failure is null
            ? b with { Harvest = StepState.None, HarvestHash = null }
            : b with { Harvest = StepState.Failed, HarvestFailure = h.Failure });
    }
}
