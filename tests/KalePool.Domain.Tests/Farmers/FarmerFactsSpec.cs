using System.Diagnostics;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

public sealed class FarmerFactsSpec
{
    static readonly ActReport Good = new(ActResult.Success, 1001, 77, 500, 900, null);

    static FarmerDecision.Prepare Wanted(ActKind kind) => new(kind, N, null);

    [Fact]
    public void A_ready_act_is_submitted_under_its_kind()
    {
        Assert.Equal(new TrustlineSubmitted(Farmer, Envelope('c'), Now), FarmerFacts.Submitted(State(Active), Wanted(ActKind.Trustline), Envelope('c'), 0, null, Now));
        Assert.Equal(new PlantSubmitted(Farmer, N, 500, Envelope('a'), Now), FarmerFacts.Submitted(State(Active), Wanted(ActKind.Plant), Envelope('a'), 500, null, Now));
        Assert.Equal(new HarvestSubmitted(Farmer, N, Envelope('b'), Now), FarmerFacts.Submitted(State(Active), Wanted(ActKind.Harvest), Envelope('b'), 0, null, Now));
        Assert.Throws<UnreachableException>(() => FarmerFacts.Submitted(State(Active), Wanted((ActKind)99), Envelope('b'), 0, null, Now));
    }

    [Fact]
    public void A_refusal_is_recorded_under_its_kind()
    {
        Assert.Equal(new PlantRefused(Farmer, N, Lost, Now), FarmerFacts.Refused(State(Active), Wanted(ActKind.Plant), Lost, Now));
        Assert.Equal(new HarvestRefused(Farmer, N, Lost, Now), FarmerFacts.Refused(State(Active), Wanted(ActKind.Harvest), Lost, Now));
        Assert.Throws<UnreachableException>(() => FarmerFacts.Refused(State(Active), Wanted(ActKind.Trustline), Lost, Now));
    }

    [Fact]
    public void A_report_settles_under_the_act_s_kind_block_and_hash()
    {
        Assert.Equal(new TrustlineSettled(Farmer, ActResult.Success, 1001, 77, null, Now), FarmerFacts.Settled(State(Active), new OpenAct(ActKind.Trustline, 0, 0, Envelope('c')), Good, Now));
        Assert.Equal(
            new PlantSettled(Farmer, N, ActResult.Success, 500, 1001, 77, Envelope('a').Hash, null, Now),
            FarmerFacts.Settled(State(Active), new OpenAct(ActKind.Plant, N, 500, Envelope('a')), Good, Now));
        Assert.Equal(
            new HarvestSettled(Farmer, N, ActResult.Success, 900, 500, 1001, 77, Envelope('b').Hash, null, Now),
            FarmerFacts.Settled(State(Active), new OpenAct(ActKind.Harvest, N, 0, Envelope('b')), Good, Now));
        Assert.Throws<UnreachableException>(() => FarmerFacts.Settled(State(Active), new OpenAct((ActKind)99, N, 0, Envelope('b')), Good, Now));
    }

    [Fact]
    public void Only_plants_and_harvests_are_found_done()
    {
        Assert.Equal(new PlantSettled(Farmer, N, ActResult.Success, 500, 1001, 77, null, null, Now), FarmerFacts.FoundDone(State(Active), Wanted(ActKind.Plant), Good, Now));
        Assert.Throws<UnreachableException>(() => FarmerFacts.FoundDone(State(Active), Wanted(ActKind.Harvest), Good, Now));
        Assert.Throws<UnreachableException>(() => FarmerFacts.FoundDone(State(Active), Wanted(ActKind.Trustline), Good, Now));
    }

    [Fact]
    public void Replies_say_what_state_knows()
    {
        var s = State([.. Active, .. WholeBlock(N)]);
        Assert.Equal(new PlantStanding(Farmer, N, StepState.Success, 500, Envelope('a').Hash, null), FarmerFacts.Reply(s, new Plant(Farmer, Slot(N))));
        Assert.Equal(new HarvestStanding(Farmer, N, StepState.Success, 900, Envelope('b').Hash, null), FarmerFacts.Reply(s, new Harvest(Farmer, N)));
        Assert.Equal(new WorkStanding(Farmer, N, StepState.Success), FarmerFacts.Reply(s, new RecordWork(Farmer, N, 6, 20, WorkSource.Pooler)));
        Assert.Equal(new WorkStanding(Farmer, N, StepState.Success), FarmerFacts.Reply(s, new RecordMissedWork(Farmer, N, Lost)));
    }

    [Fact]
    public void Replies_about_an_unknown_block_name_no_step()
    {
        var s = State(Active);
        Assert.Equal(new PlantStanding(Farmer, N, StepState.None, 0, null, null), FarmerFacts.Reply(s, new Plant(Farmer, Slot(N))));
        Assert.Equal(new HarvestStanding(Farmer, N, StepState.None, 0, null, null), FarmerFacts.Reply(s, new Harvest(Farmer, N)));
        Assert.Equal(new WorkStanding(Farmer, N, StepState.None), FarmerFacts.Reply(s, new RecordWork(Farmer, N, 6, 20, WorkSource.Pooler)));
        Assert.Equal(new WorkStanding(Farmer, N, StepState.None), FarmerFacts.Reply(s, new RecordMissedWork(Farmer, N, Lost)));
    }

    [Fact]
    public void Replies_tell_why_a_step_failed()
    {
        var s = State([.. Active, new PlantRefused(Farmer, N, Lost, Now)]);
        Assert.Equal(new PlantStanding(Farmer, N, StepState.Failed, 0, null, Lost), FarmerFacts.Reply(s, new Plant(Farmer, Slot(N))));
    }

    [Fact]
    public void Other_commands_are_answered_by_the_whole_standing()
    {
        var s = State([.. Active, PlantSent(N), Planted(N)]);
        Assert.Null(FarmerFacts.Reply(s, new ConfirmFunding(Farmer)));
        Assert.Null(FarmerFacts.Reply(s, Registration));
        Assert.Equal(new FarmerStanding(Farmer, Pooler, "GWALLET", "GPAYOUT", "token", FarmerStatus.Active, 0.5m, -500), FarmerFacts.Standing(Farmer, s));
    }
}
