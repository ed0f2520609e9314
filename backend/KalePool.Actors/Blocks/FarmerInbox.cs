using KalePool.Domain.Farmers;

namespace KalePool.Actors.Blocks;

/// <summary>Farmers' answers that wait to become one event.</summary>
sealed class FarmerInbox
{
    readonly Dictionary<Guid, PlantStanding> _plants = [];
    readonly Dictionary<Guid, HarvestStanding> _harvests = [];

    public void Add(FarmerReply reply)
    {
        if (reply is PlantStanding plant) _plants[plant.FarmerId] = plant;
        if (reply is HarvestStanding harvest) _harvests[harvest.FarmerId] = harvest;
    }

    public (IReadOnlyList<PlantStanding> Plants, IReadOnlyList<HarvestStanding> Harvests) TakeAll()
    {
        var all = (_plants.Values.ToList(), _harvests.Values.ToList());
        _plants.Clear();
        _harvests.Clear();
        return all;
    }
}
