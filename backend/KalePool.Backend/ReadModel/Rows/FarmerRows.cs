using System.Diagnostics;
using KalePool.Contracts.Farmers;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Acts;

namespace KalePool.Backend.ReadModel.Rows;

/// <summary>What a farmer's events change.</summary>
static class FarmerRows
{
    /// <exception cref="UnreachableException">Nobody has decided what this kind of event changes.</exception>
    public static IReadOnlyList<Change> Of(FarmerEvent e, EventSource source) => e switch
    {
        FarmerRegistered r => [new FarmerAdded(r.FarmerId, r.CustodialWallet, r.PoolerId, r.PayoutWallet, r.StakePercentage, FarmerStatusName.AwaitingFunding, Utc(r))],
        TrustlineSubmitted t => [Opened("trustline", t.Act, e, source)],
        TrustlineSettled { Result: ActResult.Success } t => [Settled(t.Result, e, source), new FarmerFunded(e.FarmerId, FarmerStatusName.Active)],
        TrustlineSettled t => [Settled(t.Result, e, source)],
        FarmerActivated => [new FarmerFunded(e.FarmerId, FarmerStatusName.Active)],
        StakeChanged c => [new FarmerStakeChanged(e.FarmerId, c.StakePercentage)],
        FarmerPaused p => [new FarmerPauseChanged(e.FarmerId, p.By)],
        FarmerResumed => [new FarmerPauseChanged(e.FarmerId, null)],
        LeavingStarted => [new FarmerStatusChanged(e.FarmerId, FarmerStatusName.Leaving)],
        FarmerDeparted => [new FarmerStatusChanged(e.FarmerId, FarmerStatusName.Departed)],
        PlantSubmitted p => [Opened("plant", p.Act, e, source)],
        PlantSettled p => OfPlant(p, source),
        RescueSubmitted r => [Opened("rescue", r.Act, e, source)],
        RescueSettled r => [.. r.Batch is null ? [Settled(r.Result, e, source)] : Array.Empty<Change>(), .. OfRescue(r, source)],
        WorkSubmitted w => [Opened("work", w.Act, e, source)],
        WorkSettled w => [.. w.Batch is null ? [Settled(w.Result, e, source)] : Array.Empty<Change>(), .. OfWork(w, source)],
        WorkRecorded w => [new WorkSourceFound(source.RowId("farmer_works"), w.FarmerId, w.Block, w.Source)],
        HarvestSubmitted h => [Opened("harvest", h.Act, e, source)],
        HarvestSettled h => OfHarvest(h, source),
        HarvestRefused h => [HarvestFailed(h.FarmerId, h.Block, null, RowStatus.Failed, h.Failure, 0, h, source)],
        // Whatever a plant was refused for is in the block's own record, with what never reached the farmer; so is a pail that nobody worked.
        PlantRefused or WorkMissed => [],
        PailTakenUp t => t.WasOpener
            ? [new PlantingAdded(source.RowId("plantings"), t.Block, t.FarmerId, 0, t.TransactionHash, RowStatus.Success, null, null, null, 0, Utc(t))]
            : [],
        ExtensionSubmitted x => [Opened("extension", x.Act, e, source)],
        // What it cost is a harvest's that did not succeed yet; it is of the first of its blocks.
        ExtensionSettled x => [Settled(x.Result, e, source), .. x.FeeStroops == 0 ? Array.Empty<Change>() : [HarvestFailed(x.FarmerId, x.Blocks[0], x.TransactionHash, RowStatus.Failed, null, x.FeeStroops, x, source)]],
        // Seats are the pooler's, a key that was shown is in the journal.
        FarmerSeated or FarmerUnseated or KeyExported => [],
        OutcomeResolved r => FarmerDoubtRows.Of(r, source),
        _ => FarmerMoneyRows.Of(e, source) ?? CompensationRows.Of(e, source) ?? throw new UnreachableException($"{e.GetType().Name} has no projection"),
    };

    static List<Change> OfPlant(PlantSettled p, EventSource source)
    {
        var changes = new List<Change>();
        if (p.TransactionHash is not null) changes.Add(Settled(p.Result, p, source));
        if (p.Result == ActResult.Success)
        {
            changes.Add(new PlantingAdded(source.RowId("plantings"), p.Block, p.FarmerId, p.StakeStroops, p.TransactionHash, p.OpensBlock ? RowStatus.Opened : RowStatus.Success, null, null, null, p.FeeStroops, Utc(p)));
            Move(changes, MovementKind.Stake, checked(-p.StakeStroops), p, p.Ledger, p.TransactionHash, p.Block, source);
            if (p.WasCorrected) Move(changes, MovementKind.Correction, p.StakeStroops, p, p.Ledger, p.TransactionHash, p.Block, source);
        }
        else if (p.Result != ActResult.NotHappened)
        {
            changes.Add(new PlantingAdded(
                source.RowId("plantings"), p.Block, p.FarmerId, 0, p.TransactionHash, RowStatus.Failed, p.Failure?.Code, p.Failure?.Message, p.Failure?.AttributedTo, p.FeeStroops, Utc(p)));
        }
        return changes;
    }

    /// <summary>Every try that cost a fee is a row, also where another follows.</summary>
    static List<Change> OfHarvest(HarvestSettled h, EventSource source)
    {
        var changes = new List<Change>();
        if (h is { Source: null, Batch: null }) changes.Add(Settled(h.Result, h, source));
        if (h.Result == ActResult.Success)
        {
            changes.Add(new HarvestAdded(
                source.RowId("harvests"), h.Block, h.FarmerId, h.RewardStroops, h.StakeStroops, h.TransactionHash, RowStatus.Success, null, null, null, h.Source ?? HarvestSource.Pool, h.FeeStroops, Utc(h)));
            Move(changes, MovementKind.Reward, h.RewardStroops, h, h.Ledger, h.TransactionHash, h.Block, source);
            Move(changes, MovementKind.StakeReturned, h.StakeStroops, h, h.Ledger, h.TransactionHash, h.Block, source);
            if (h.WasCorrected) Move(changes, MovementKind.Correction, checked(-h.RewardStroops - h.StakeStroops), h, h.Ledger, h.TransactionHash, h.Block, source);
            if (h.ShareStroops != 0) changes.Add(new OwedShareChanged(h.FarmerId, h.ShareStroops));
        }
        else if (h.Result != ActResult.NotHappened)
        {
            changes.Add(HarvestFailed(h.FarmerId, h.Block, h.TransactionHash, RowStatus.Failed, h.Failure, h.FeeStroops, h, source));
        }
        return changes;
    }

    /// <summary>The pail itself is the block's to show.</summary>
    static IEnumerable<Change> OfRescue(RescueSettled r, EventSource source) => r.Result switch
    {
        ActResult.Success => [new RescueLanded(source.RowId("farmer_works"), r.FarmerId, r.Block, r.TransactionHash, r.FeeStroops)],
        ActResult.NotHappened => [],
        _ => [new WorkFailed(source.RowId("works"), r.Block, r.FarmerId, r.TransactionHash, r.Failure?.Code, r.Failure?.Message, r.Failure?.AttributedTo, WorkSource.Rescue, r.FeeStroops, Utc(r))],
    };

    /// <inheritdoc cref="OfRescue"/>
    static IEnumerable<Change> OfWork(WorkSettled w, EventSource source) => w.Result switch
    {
        ActResult.Success => [new HandedWorkLanded(source.RowId("farmer_works"), w.FarmerId, w.Block, w.TransactionHash, w.FeeStroops)],
        ActResult.NotHappened => [],
        _ => [new WorkFailed(source.RowId("works"), w.Block, w.FarmerId, w.TransactionHash, w.Failure?.Code, w.Failure?.Message, w.Failure?.AttributedTo, WorkSource.Backend, w.FeeStroops, Utc(w))],
    };

    static HarvestAdded HarvestFailed(Guid farmerId, uint block, string? hash, string status, Failure? failure, long fee, FarmerEvent e, EventSource source) =>
        new(source.RowId("harvests"), block, farmerId, 0, 0, hash, status, failure?.Code, failure?.Message, failure?.AttributedTo, null, fee, Utc(e));

    public static void Move(List<Change> changes, string kind, long amount, FarmerEvent e, uint ledger, string? hash, uint? block, EventSource source)
    {
        if (amount != 0) changes.Add(new MovementAdded(source.RowId("balance_movements", changes.Count), e.FarmerId, kind, amount, ledger, hash, block, Utc(e)));
    }

    public static ActOpened Opened(string kind, ActEnvelope act, FarmerEvent e, EventSource source) => new(source.RowId("acts"), kind, source.PersistenceId, act.Hash, Utc(e));

    public static ActSettled Settled(ActResult result, FarmerEvent e, EventSource source) => new(source.PersistenceId, RowStatus.Of(result), Utc(e));

    public static DateTimeOffset Utc(FarmerEvent e) => e.At.ToUniversalTime();
}
