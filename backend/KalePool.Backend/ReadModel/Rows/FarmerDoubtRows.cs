using KalePool.Contracts.Farmers;
using KalePool.Domain;
using KalePool.Domain.Farmers;

namespace KalePool.Backend.ReadModel.Rows;

/// <summary>What it changes that an operator has resolved an act: the rows that its success would have made, and the correction that had booked it turned round.</summary>
static class FarmerDoubtRows
{
    public static IReadOnlyList<Change> Of(OutcomeResolved r, EventSource source)
    {
        var changes = new List<Change> { new ActResolved(source.PersistenceId, r.TransactionHash, RowStatus.Of(r.Result), FarmerRows.Utc(r)) };
        if (r.Result == ActResult.Success) Succeeded(changes, r, source);
        else if (r.Kind is ActKind.Payout or ActKind.Exit) changes.Add(new PaymentSettled(r.FarmerId, r.TransactionHash, RowStatus.Of(r.Result), r.FeeStroops));
        return changes;
    }

    static void Succeeded(List<Change> changes, OutcomeResolved r, EventSource source)
    {
        var hash = r.ByTransaction ?? r.TransactionHash;
        switch (r.Kind)
        {
            case ActKind.Plant:
                changes.Add(new PlantingAdded(source.RowId("plantings"), r.Block, r.FarmerId, r.StakeStroops, hash, RowStatus.Success, null, null, null, r.FeeStroops, FarmerRows.Utc(r)));
                Move(changes, r, source, (MovementKind.Stake, -r.StakeStroops));
                break;
            case ActKind.Harvest:
                changes.Add(new HarvestAdded(
                    source.RowId("harvests"), r.Block, r.FarmerId, r.RewardStroops, r.StakeStroops, hash, RowStatus.Success, null, null, null, r.ByTransaction is null ? "pool" : "other", r.FeeStroops, FarmerRows.Utc(r)));
                Move(changes, r, source, (MovementKind.Reward, r.RewardStroops), (MovementKind.StakeReturned, r.StakeStroops));
                if (r.ShareStroops != 0) changes.Add(new OwedShareChanged(r.FarmerId, r.ShareStroops));
                break;
            case ActKind.Rescue:
                changes.Add(new RescueLanded(source.RowId("farmer_works"), r.FarmerId, r.Block, hash, r.FeeStroops));
                break;
            case ActKind.Work:
                changes.Add(new HandedWorkLanded(source.RowId("farmer_works"), r.FarmerId, r.Block, hash, r.FeeStroops));
                break;
            case ActKind.Payout or ActKind.Exit:
                changes.Add(new PaymentSettled(r.FarmerId, r.TransactionHash, RowStatus.Success, r.FeeStroops));
                var payment = r.Payment!;
                Move(changes, r, source, (r.Kind == ActKind.Exit ? MovementKind.Exit : MovementKind.Payout, -payment.KaleStroops), (MovementKind.Share, -payment.ShareStroops));
                if (payment.ShareStroops + payment.ForgoneShareStroops is not 0 and var settled) changes.Add(new OwedShareChanged(r.FarmerId, -settled));
                if (r.Kind == ActKind.Exit) changes.Add(new FarmerStatusChanged(r.FarmerId, FarmerStatusName.Departed));
                break;
        }
    }

    /// <summary>A correction had booked it all in one.</summary>
    static void Move(List<Change> changes, OutcomeResolved r, EventSource source, params (string Kind, long Amount)[] moved)
    {
        foreach (var (kind, amount) in moved) FarmerRows.Move(changes, kind, amount, r, r.Ledger, r.ByTransaction ?? r.TransactionHash, r.Kind is ActKind.Payout or ActKind.Exit ? null : r.Block, source);
        FarmerRows.Move(changes, MovementKind.Correction, checked(-moved.Sum(m => m.Amount)), r, r.Ledger, null, null, source);
    }
}
