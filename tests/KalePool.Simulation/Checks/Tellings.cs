using System.Text.Json;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Simulation.Actors;

namespace KalePool.Simulation.Checks;

/// <summary>Nobody is told what is not in the journal. Looked at when the answer arrives, where the journal may have moved on but cannot have gone back.</summary>
sealed class Tellings(JournalTable journal, Findings findings)
{
    /// <summary>Every step that the answer calls done is done in the block's journal, and a harvest in the farmer's own.</summary>
    public void Check(BlockStanding told)
    {
        var known = journal.EventsOf($"block-{told.Block}").Cast<BlockEvent>().Aggregate(BlockState.Empty, (state, e) => state.Apply(e));
        foreach (var farmer in told.Farmers)
        {
            var written = known.Farmers.GetValueOrDefault(farmer.FarmerId);
            if (farmer.Plant == StepState.Success && written is not { Plant: StepState.Success }) Add(farmer, "planted");
            if (farmer.Work == StepState.Success && written is not { Work: StepState.Success }) Add(farmer, "worked");
            if (farmer.Harvest != StepState.Success) continue;
            if (written is not { Harvest: StepState.Success } || written.RewardStroops != farmer.RewardStroops) Add(farmer, "harvested");
            if (StatesOf(farmer.FarmerId).Last().Find(told.Block.Index) is not { Harvest: StepState.Success }) Add(farmer, "harvested, by his own journal");
        }

        void Add(BlockFarmer farmer, string what) => findings.Add(Checks.Check.ToldUnwritten, $"block {told.Block.Index}: farmer {farmer.FarmerId:D} was told to be {what}");
    }

    /// <summary>What he is told is what one of the states of his journal says.</summary>
    public void Check(FarmerStanding told)
    {
        var text = JsonSerializer.Serialize(told);
        if (!StatesOf(told.FarmerId).Any(state => JsonSerializer.Serialize(FarmerFacts.Standing(told.FarmerId, state)) == text))
            findings.Add(Checks.Check.ToldUnwritten, $"farmer {told.FarmerId:D} was told what his journal never said: {text}");
    }

    IEnumerable<FarmerState> StatesOf(Guid farmer)
    {
        var state = FarmerState.Empty;
        yield return state;
        foreach (var e in journal.EventsOf($"farmer-{farmer:N}").Cast<FarmerEvent>()) yield return state = state.Apply(e);
    }
}
