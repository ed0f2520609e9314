using KalePool.Contracts.Errors;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

/// <summary>Stake changes, pauses, leaving.</summary>
public sealed class FarmerLifeSpec
{
    static readonly FarmerEvent[] Leaving = [.. Active, new LeavingStarted(Farmer, Now)];
    static readonly FarmerEvent[] Unseated = [.. Leaving, new FarmerUnseated(Farmer, Now)];
    static readonly ExitSubmitted ExitSent = new(Farmer, "GPAYOUT", 900, Envelope('c'), Now);

    static ExitSettled Exited(ActResult result, Failure? failure = null) =>
        new(Farmer, result, result == ActResult.Success ? 900 : 0, 77, 1070, 300, Envelope('c').Hash, failure, Now);

    static FarmerEvent EventOf(FarmerDecision decision) => Assert.IsType<FarmerDecision.Persist>(decision).Event;

    static string CodeOf(FarmerDecision decision) => Assert.IsType<FarmerDecision.Reject>(decision).Failure.Code;

    [Fact]
    public void A_changed_stake_counts_from_the_next_plant()
    {
        var change = EventOf(State(Active).Decide(new ChangeStake(Farmer, 0.25m), Now));
        Assert.Equal(new StakeChanged(Farmer, 0.25m, Now), change);
        var s = State([.. Active, change]);
        Assert.Equal(0.25m, s.StakePercentage);
        Assert.IsType<FarmerDecision.Repeat>(s.Decide(new ChangeStake(Farmer, 0.25m), Now));
        Assert.Equal(ErrorCode.FarmerNotActive, CodeOf(State(Leaving).Decide(new ChangeStake(Farmer, 0.25m), Now)));
    }

    [Fact]
    public void A_paused_farmer_is_not_planted_for_and_is_harvested()
    {
        var paused = EventOf(State(Active).Decide(new SetPaused(Farmer, true), Now));
        Assert.Equal(new FarmerPaused(Farmer, "operator", Now), paused);
        var s = State([.. Active, PlantSent(N), Planted(N), Worked(N), paused]);
        Assert.Equal("operator", FarmerFacts.Standing(Farmer, s).PausedBy);
        Assert.Equal(ErrorCode.FarmerNotActive, CodeOf(s.Decide(new Plant(Farmer, Slot(N + 1)), Now)));
        Assert.Equal(ActKind.Harvest, Assert.IsType<FarmerDecision.Prepare>(s.Decide(new Harvest(Farmer, N), Now)).Kind);
        Assert.IsType<FarmerDecision.Repeat>(s.Decide(new SetPaused(Farmer, true), Now));
        var resumed = s.Apply(EventOf(s.Decide(new SetPaused(Farmer, false), Now)));
        Assert.Equal(ActKind.Plant, Assert.IsType<FarmerDecision.Prepare>(resumed.Decide(new Plant(Farmer, Slot(N + 1)), Now)).Kind);
    }

    [Fact]
    public void Leaving_begins_once_and_stops_plants()
    {
        Assert.Equal(new LeavingStarted(Farmer, Now), EventOf(State(Active).Decide(new Leave(Farmer), Now)));
        Assert.IsType<FarmerDecision.Repeat>(State(Leaving).Decide(new Leave(Farmer), Now));
        Assert.Equal(ErrorCode.FarmerNotActive, CodeOf(State(Leaving).Decide(new Plant(Farmer, Slot(N)), Now)));
    }

    [Fact]
    public void A_farmer_whose_trustline_is_under_way_leaves_after_it() =>
        Assert.IsType<FarmerDecision.Queue>(State(Active[0], new TrustlineSubmitted(Farmer, Envelope('d'), Now)).Decide(new Leave(Farmer), Now));

    [Fact]
    public void The_exit_waits_for_the_seat_and_for_every_open_block()
    {
        Assert.Null(State(Active).NextOfLeaving());
        Assert.Null(State(Leaving).NextOfLeaving());
        Assert.Equal(ActKind.Exit, State(Unseated).NextOfLeaving()?.Kind);
        FarmerEvent[][] open =
        [
            [PlantSent(N)],
            [PlantSent(N), Planted(N)],
            [PlantSent(N), Planted(N), Worked(N)],
            [PlantSent(N), Planted(N), Worked(N), HarvestSent(N)],
            [PlantSent(N), Planted(N), Worked(N), HarvestSent(N), HarvestEnded(N, ActResult.NotHappened, 0, 0, null)],
        ];
        Assert.All(open, events => Assert.Null(State([.. Active, .. events, new LeavingStarted(Farmer, Now), new FarmerUnseated(Farmer, Now)]).NextOfLeaving()));
        FarmerEvent[][] closed =
        [
            [PlantSent(N), PlantEnded(N, ActResult.Failed, 0, Lost)],
            [PlantSent(N), PlantEnded(N, ActResult.NotHappened, 0, null)],
            [PlantSent(N), Planted(N), Missed(N)],
            [PlantSent(N), Planted(N), Worked(N), HarvestSent(N), Harvested(N)],
        ];
        Assert.All(closed, events => Assert.Equal(ActKind.Exit, State([.. Active, .. events, new LeavingStarted(Farmer, Now), new FarmerUnseated(Farmer, Now)]).NextOfLeaving()?.Kind));
    }

    [Fact]
    public void Departs_when_the_exit_has_succeeded_and_only_once()
    {
        var s = State([.. Unseated, ExitSent]);
        Assert.Null(s.NextOfLeaving());
        var departed = s.Apply(Exited(ActResult.Success));
        Assert.Equal((FarmerStatus.Departed, -900, Envelope('c').Hash), (departed.Status, departed.BalanceStroops, departed.ExitHash));
        Assert.Null(departed.NextOfLeaving());
        Assert.Throws<InvalidOperationException>(() => departed.Apply(Exited(ActResult.Success)));
        Assert.IsType<FarmerDecision.Repeat>(departed.Decide(new Leave(Farmer), Now));
    }

    [Fact]
    public void A_failed_exit_is_built_anew_and_a_refused_one_says_why()
    {
        var failed = State([.. Unseated, ExitSent, Exited(ActResult.Failed)]);
        Assert.Equal((FarmerStatus.Leaving, ActKind.Exit), (failed.Status, failed.NextOfLeaving()?.Kind));
        var refused = State([.. Unseated, new ExitRefused(Farmer, Lost, Now)]);
        Assert.Equal(Lost, FarmerFacts.Standing(Farmer, refused).LeavingFailure);
        Assert.Equal(ActKind.Exit, refused.NextOfLeaving()?.Kind);
        Assert.Null(refused.Apply(ExitSent).Apply(Exited(ActResult.Success)).LeavingFailure);
    }

    [Fact]
    public void Only_a_departed_farmers_key_is_shown()
    {
        Assert.Equal(ErrorCode.Conflict, CodeOf(State(Active).Decide(new ExportKey(Farmer), Now)));
        Assert.Equal(ErrorCode.Conflict, CodeOf(State(Unseated).Decide(new ExportKey(Farmer), Now)));
        Assert.Equal(new KeyExported(Farmer, Now), EventOf(State([.. Unseated, new FarmerDeparted(Farmer, Now)]).Decide(new ExportKey(Farmer), Now)));
    }

    [Fact]
    public void Facts_of_an_exit_carry_what_was_paid_and_merged()
    {
        var s = State(Unseated);
        var wanted = s.NextOfLeaving()!;
        var pays = new Payment("GPAYOUT", 900);
        Assert.Equal(ExitSent, FarmerFacts.Submitted(s, wanted, Envelope('c'), 0, pays, Now));
        var act = new OpenAct(ActKind.Exit, 0, 0, Envelope('c'), pays);
        Assert.Equal(Exited(ActResult.Success) with { PayoutWallet = "GPAYOUT" }, FarmerFacts.Settled(s, act, new ActReport(ActResult.Success, 1070, 300, 0, 0, null, 77), Now));
        Assert.Equal(0, Assert.IsType<ExitSettled>(FarmerFacts.Settled(s, act, new ActReport(ActResult.Failed, 1070, 300, 0, 0, null), Now)).KaleStroops);
        Assert.Equal(new ExitRefused(Farmer, Lost, Now), FarmerFacts.Refused(State(Active), wanted, Lost, Now));
        Assert.Equal(new FarmerDeparted(Farmer, Now), FarmerFacts.FoundDone(s, wanted, new ActReport(ActResult.Success, 1070, 0, 0, 0, null), Now));
    }
}
