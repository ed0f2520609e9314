using KalePool.Domain.Farmers;

namespace KalePool.Actors.Blocks;

/// <summary>Farmers' answers that wait to become one event, and who has answered about his work.</summary>
sealed class FarmerInbox
{
    readonly Dictionary<Guid, FarmerReply> _plants = [];
    readonly Dictionary<Guid, HarvestStanding> _harvests = [];
    readonly HashSet<Guid> _informed = [];
    readonly HashSet<Guid> _compensated = [];

    /// <summary>Whether the farmer has answered to what he was told of his work, be it by a refusal.</summary>
    public bool IsInformed(Guid farmerId) => _informed.Contains(farmerId);

    /// <summary>Whether the farmer has said what he is owed for the block, be it nothing.</summary>
    public bool IsCompensated(Guid farmerId) => _compensated.Contains(farmerId);

    public void Add(FarmerReply reply)
    {
        switch (reply)
        {
            case PlantStanding plant:
                _plants[plant.FarmerId] = plant;
                break;
            case FarmerRefused refused:
                _plants.TryAdd(refused.FarmerId, refused);
                _informed.Add(refused.FarmerId);
                break;
            case HarvestStanding harvest:
                _harvests[harvest.FarmerId] = harvest;
                break;
            case WorkStanding work:
                _informed.Add(work.FarmerId);
                break;
            case CompensationStanding compensation:
                _compensated.Add(compensation.FarmerId);
                break;
        }
    }

    public (IReadOnlyList<FarmerReply> Plants, IReadOnlyList<HarvestStanding> Harvests) TakeAll()
    {
        var all = (_plants.Values.ToList(), _harvests.Values.ToList());
        _plants.Clear();
        _harvests.Clear();
        return all;
    }
}
