using KalePool.Contracts.Poolers;

namespace KalePool.Pooler.Work;

/// <summary>Who is planted in a block as far as the backend has said, and who is hoped for. Any thread may call any member.</summary>
/// <param name="before">Planted farmers of the block before: entropy is public, so hashing for them begins before they are planted again.</param>
sealed class RoundRoster(IReadOnlyList<PlantedFarmer> before)
{
    readonly Lock _lock = new();
    readonly Signal _changed = new();
    readonly Dictionary<Guid, PlantedFarmer> _planted = [];
    IReadOnlyList<PlantedFarmer> _hoped = before;
    int? _expected;

    /// <summary>Completes when somebody is planted, or known to have failed, who was not before.</summary>
    public Task NextChangeAsync() => _changed.NextAsync();

    public IReadOnlyList<PlantedFarmer> Planted
    {
        get
        {
            lock (_lock) return [.. _planted.Values];
        }
    }

    /// <summary>Wallets that are not known to be planted, nor to have failed.</summary>
    public IReadOnlyList<string> Hoped
    {
        get
        {
            lock (_lock) return [.. _hoped.Select(farmer => farmer.CustodialWallet)];
        }
    }

    /// <summary>How many will have to be worked for.</summary>
    public int Expected
    {
        get
        {
            lock (_lock) return Math.Max(_expected ?? _hoped.Count, _planted.Count);
        }
    }

    public void Take(PlantResponse answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        Arrive(answer.PlantedFarmers);
        lock (_lock)
        {
            var pending = answer.PendingPlants.Select(farmer => farmer.FarmerId).ToHashSet();
            _expected = answer.PlantedFarmers.Count + pending.Count;
            _hoped = [.. _hoped.Where(farmer => pending.Contains(farmer.FarmerId))];
        }
        _changed.Set();
    }

    /// <summary>Farmers that the backend says are planted.</summary>
    public void Arrive(IReadOnlyList<PlantedFarmer> planted)
    {
        ArgumentNullException.ThrowIfNull(planted);
        lock (_lock)
            foreach (var farmer in planted) _planted[farmer.FarmerId] = farmer;
        _changed.Set();
    }
}
