using KalePool.Contracts.Errors;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

/// <summary>A harvest that was found on the chain is counted once, whatever else tells of it.</summary>
public sealed class FoundHarvestsSpec
{
    static readonly FarmerEvent[] Open = [.. Active, PlantSent(N), Planted(N), Worked(N)];
    static readonly Failure Lost = new(ErrorCode.UnknownOutcome, "nobody can tell", Attribution.Network);

    static ActReport Report(uint ledger = 1060) => new(ActResult.Success, ledger, 0, 500, 900, null, FoundIn: new FoundTransaction("cc", HarvestSource.Other));

    static FarmerEvent Found(FarmerState s, uint ledger = 1060) => FarmerFacts.FoundDone(s, new FarmerDecision.Prepare(ActKind.Harvest, N, null), Report(ledger), Now);

    [Fact]
    public void It_is_settled_without_an_act()
    {
        var open = State(Open);
        var found = Assert.IsType<HarvestSettled>(Found(open));
        Assert.Equal((HarvestSource.Other, "cc", false), (found.Source, found.TransactionHash, found.WasCorrected));
        var s = open.Apply(found);
        Assert.Equal((open.BalanceStroops + 1_400, StepState.Success, 900L, "cc"), (s.BalanceStroops, s.Find(N)!.Harvest, s.Find(N)!.RewardStroops, s.Find(N)!.HarvestHash));
        Assert.IsType<FarmerDecision.Repeat>(s.Decide(new Harvest(Farmer, N), Now));
    }

    [Fact]
    public void The_pooler_is_owed_his_share_of_it()
    {
        var open = State([new FarmerRegistered(Farmer, Pooler, "GWALLET", "GPAYOUT", 0.5m, "token", Now), new FarmerActivated(Farmer, Now), new FarmerSeated(Farmer, Now, 0.05m, "GPOOLER"),
            PlantSent(N), new PlantSettled(Farmer, N, ActResult.Success, 500, 1001, 100, Envelope('a').Hash, null, Now, 0.05m), Worked(N)]);
        Assert.Equal(45, open.Apply(Found(open)).OwedShareStroops);
    }

    [Fact]
    public void It_is_not_counted_twice()
    {
        var open = State(Open);
        var found = Found(open);
        Assert.Throws<InvalidOperationException>(() => open.Apply(found).Apply(found));
        Assert.Throws<InvalidOperationException>(() => State([.. Open, HarvestSent(N), Harvested(N)]).Apply(found));
        Assert.Throws<InvalidOperationException>(() => State([.. Open, HarvestSent(N)]).Apply(found));
    }

    [Fact]
    public void What_was_given_up_as_expired_stays_so_and_what_nobody_could_tell_may_be_found()
    {
        Assert.Throws<InvalidOperationException>(() => State([.. Open, new HarvestRefused(Farmer, N, ActReading.Gone(N), Now)]).Apply(Found(State(Open))));
        var s = State([.. Open, new HarvestRefused(Farmer, N, Lost, Now)]);
        Assert.Equal((StepState.Success, null), s.Apply(Found(s)).Find(N) is { } b ? (b.Harvest, b.HarvestFailure) : default);
    }

    [Fact]
    public void What_a_correction_has_counted_is_owed_a_share_and_not_added()
    {
        var s = State([.. Open, new HarvestRefused(Farmer, N, Lost, Now)]);
        s = s.Apply(new BalanceCorrected(Farmer, 1_400, s.BalanceStroops + 1_400, 1070, "why", Now));
        var found = Assert.IsType<HarvestSettled>(Found(s));
        Assert.True(found.WasCorrected);
        Assert.Equal(s.BalanceStroops, s.Apply(found).BalanceStroops);
        Assert.False(((HarvestSettled)Found(s, 1071)).WasCorrected);
        Assert.Throws<InvalidOperationException>(() => s.Apply(found with { WasCorrected = false }));
    }
}
