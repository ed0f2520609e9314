using KalePool.Domain.Farmers;

namespace KalePool.Domain.Blocks;

/// <summary>What farmers' answers and the chain mean for a block: at most one event for all that arrived together, null where nothing is new.</summary>
public static class BlockDecisions
{
    /// <summary>A refusal is a failed plant: nothing else is asked of a farmer while his plant is open.</summary>
    /// <param name="isTooLate">There is no time left to work what the pooler hears of now.</param>
    public static PlantsRecorded? RecordPlants(this BlockState s, BlockKey key, IEnumerable<FarmerReply> replies, bool isTooLate, DateTimeOffset now)
    {
        var rows = replies
            .Where(r => s.Farmers.GetValueOrDefault(r.FarmerId)?.Plant == StepState.Pending)
            .Select(r => r switch
            {
                PlantStanding { Step: StepState.Success } p => new PlantRow(p.FarmerId, p.StakeStroops, p.TransactionHash, null, isTooLate),
                PlantStanding { Step: StepState.Failed } p => new PlantRow(p.FarmerId, p.StakeStroops, p.TransactionHash, p.Failure),
                FarmerRefused refused => new PlantRow(refused.FarmerId, 0, null, refused.Failure),
                _ => null,
            })
            .OfType<PlantRow>()
            .ToList();
        return rows.Count == 0 ? null : new PlantsRecorded(key.PoolerId, key.Index, rows, now);
    }

    /// <summary>Pails that show better work than was known.</summary>
    public static WorksRecorded? RecordWorks(this BlockState s, BlockKey key, IEnumerable<PailSighting> pails, DateTimeOffset now)
    {
        var rows = new List<WorkRow>();
        foreach (var pail in pails)
        {
            if (s.Farmers.GetValueOrDefault(pail.FarmerId) is not { Plant: StepState.Success, IsClosed: false } farmer) continue;
            if (pail is { Zeros: { } zeros, Gap: { } gap } && (farmer.Work != StepState.Success || zeros > farmer.Zeros)) rows.Add(new WorkRow(farmer.FarmerId, zeros, gap, null));
        }
        return rows.Count == 0 ? null : new WorksRecorded(key.PoolerId, key.Index, rows, now);
    }

    /// <summary>The block has closed: pails that were never worked have lost their stake. Only for pails that were seen on the chain after the close.</summary>
    public static WorksRecorded? RecordMissed(this BlockState s, BlockKey key, IEnumerable<PailSighting> pails, DateTimeOffset now)
    {
        var rows = pails
            .Where(p => p.Zeros is null && s.Farmers.GetValueOrDefault(p.FarmerId) is { Plant: StepState.Success, Work: StepState.None, IsClosed: false })
            .Select(p => new WorkRow(p.FarmerId, 0, 0, s.Missed(key, p.FarmerId)))
            .ToList();
        return rows.Count == 0 ? null : new WorksRecorded(key.PoolerId, key.Index, rows, now);
    }

    /// <summary>Also where no work was ever seen: strangers may have worked and harvested between two readings.</summary>
    public static HarvestsRecorded? RecordHarvests(this BlockState s, BlockKey key, IEnumerable<HarvestStanding> standings, DateTimeOffset now)
    {
        var rows = standings
            .Where(h => h.Step is StepState.Success or StepState.Failed && s.Farmers.GetValueOrDefault(h.FarmerId) is { Plant: StepState.Success, IsClosed: false })
            .Select(h => new HarvestRow(h.FarmerId, h.RewardStroops, h.TransactionHash, h.Failure))
            .ToList();
        return rows.Count == 0 ? null : new HarvestsRecorded(key.PoolerId, key.Index, rows, now);
    }
}

/// <summary>A farmer's pail as one answer of one node shows it; zeros and gap are null while it is unworked.</summary>
public sealed record PailSighting(Guid FarmerId, uint? Zeros, uint? Gap);
