using KalePool.Contracts.Errors;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

public sealed class PailLivesSpec
{
    const uint Life = 719;

    static PlantSettled PlantedAt(uint block, uint ledger, uint life = Life) =>
        new PlantSettled(Farmer, block, ActResult.Success, 500, ledger, 100, Envelope('a').Hash, null, Now, LiveUntil: life == 0 ? 0 : ledger + life);

    static FarmerState Planted(params (uint Block, uint Ledger)[] pails) =>
        State([.. Active, .. pails.SelectMany(p => new[] { PlantSent(p.Block), PlantedAt(p.Block, p.Ledger), Worked(p.Block) })]);

    static IReadOnlyList<uint>? DueAt(FarmerState s, uint ledger) => s.NextToKeep(ledger)?.Blocks;

    [Fact]
    public void Pails_live_on_from_half_of_their_life_all_at_once_and_not_before()
    {
        var s = Planted((N, 1_000), (N + 1, 1_060), (N + 2, 1_400));
        Assert.Null(DueAt(s, 1_359));
        Assert.Equal([N], DueAt(s, 1_360)!);
        Assert.Equal([N, N + 1], DueAt(s, 1_420)!);
        Assert.IsType<FarmerDecision.Prepare>(s.Decide(new KeepPails(Farmer, 1_420), Now));
        Assert.IsType<FarmerDecision.Repeat>(s.Decide(new KeepPails(Farmer, 1_359), Now));
    }

    [Fact]
    public void It_is_not_repeated_before_half_of_the_new_life_is_over()
    {
        var s = Planted((N, 1_000), (N + 1, 1_060));
        s = s.Apply(new ExtensionSubmitted(Farmer, [N, N + 1], Life, Envelope('x'), Now));
        Assert.Equal((ActKind.Extension, Life), (s.OpenAct!.Kind, s.OpenAct.Extends!.Ledgers));
        Assert.Null(DueAt(s, 1_420));
        var settled = Assert.IsType<ExtensionSettled>(FarmerFacts.Settled(s, s.OpenAct, new ActReport(ActResult.Success, 1_425, 200, 0, 0, null), Now));
        Assert.Equal((1_425 + Life, 200L), (settled.LiveUntil, settled.FeeStroops));
        s = s.Apply(settled);
        Assert.Equal((null, 1_425u), (s.OpenAct, s.HighestLedger));
        Assert.Null(DueAt(s, 1_425 + Life - Life / 2 - 1));
        Assert.Equal([N, N + 1], DueAt(s, 1_425 + Life - Life / 2)!);
    }

    [Theory]
    [InlineData(ActResult.NotHappened)]
    [InlineData(ActResult.Failed)]
    [InlineData(ActResult.Unknown)]
    public void One_that_came_to_nothing_is_tried_again_and_leaves_no_doubt(ActResult result)
    {
        var s = Planted((N, 1_000)).Apply(new ExtensionSubmitted(Farmer, [N], Life, Envelope('x'), Now));
        s = s.Apply(FarmerFacts.Settled(s, s.OpenAct!, new ActReport(result, 0, 0, 0, 0, new Failure(ErrorCode.UnknownOutcome, "why", Attribution.Network)), Now));
        Assert.Equal((null, true, 1_000 + Life), (s.OpenAct, s.UnknownActs.IsEmpty, s.Find(N)!.LiveUntil));
        Assert.Equal([N], DueAt(s, 1_360)!);
    }

    [Fact]
    public void Where_nobody_has_measured_a_life_the_chain_is_asked() => Assert.Equal([N], DueAt(State([.. Active, PlantSent(N), PlantedAt(N, 1_000, life: 0)]), 1_001)!);

    [Fact]
    public void What_is_harvested_or_lost_is_let_go()
    {
        Assert.Null(DueAt(Planted((N, 1_000)).Apply(HarvestSent(N)).Apply(Harvested(N)), 1_700));
        Assert.Null(DueAt(State([.. Active, PlantSent(N), PlantedAt(N, 1_000), Missed(N)]), 1_700));
    }

    [Fact]
    public void So_many_at_once_as_fit()
    {
        var s = Planted([.. Enumerable.Range(0, PailLives.MostPails + 5).Select(i => (N + (uint)i, 1_000u))]);
        Assert.Equal(PailLives.MostPails, DueAt(s, 1_500)!.Count);
    }
}
