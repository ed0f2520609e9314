using System.Diagnostics;
using KalePool.Contracts.Errors;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

public sealed class FarmerDecisionsSpec
{
    static readonly Plant PlantN = new(Farmer, Slot(N));
    static readonly Harvest HarvestN = new(Farmer, N);
    static readonly RecordWork Work = new(Farmer, N, 6, 20, WorkSource.Pooler);
    static readonly RecordMissedWork Miss = new(Farmer, N, Lost);
    static readonly ConfirmFunding Confirm = new(Farmer);

    static readonly FarmerEvent[] Registered = [Active[0]];
    static readonly FarmerEvent[] PlantedN = [.. Active, PlantSent(N), Planted(N)];

    static FarmerDecision Decide(FarmerEvent[] history, FarmerCommand command) => State(history).Decide(command, Now);

    static void Rejects(string code, FarmerDecision decision) => Assert.Equal(code, Assert.IsType<FarmerDecision.Reject>(decision).Failure.Code);

    static T Persists<T>(FarmerDecision decision) where T : FarmerEvent => Assert.IsType<T>(Assert.IsType<FarmerDecision.Persist>(decision).Event);

    public static TheoryData<FarmerCommand> EveryCommandButRegistration => [Confirm, PlantN, Work, Miss, HarvestN, new WakeFarmer(Farmer)];

    [Theory, MemberData(nameof(EveryCommandButRegistration))]
    public void Rejects_everything_but_a_registration_of_an_unknown_farmer(FarmerCommand command) => Rejects(ErrorCode.NotFound, Decide([], command));

    [Fact]
    public void Registers_with_every_field() =>
        Assert.Equal(new FarmerRegistered(Farmer, Pooler, "GWALLET", "GPAYOUT", 0.5m, "token", Now), Persists<FarmerRegistered>(Decide([], Registration)));

    [Fact]
    public void Repeats_a_registration_whatever_it_holds() => Assert.IsType<FarmerDecision.Repeat>(Decide(Registered, Registration with { StakePercentage = 1 }));

    [Fact]
    public void Prepares_a_trustline_for_a_farmer_awaiting_funding() =>
        Assert.Equal(new FarmerDecision.Prepare(ActKind.Trustline, 0, null), Decide(Registered, Confirm));

    [Fact]
    public void Awaits_the_trustline_under_way() => Assert.IsType<FarmerDecision.Await>(Decide([.. Registered, new TrustlineSubmitted(Farmer, Envelope('c'), Now)], Confirm));

    [Fact]
    public void Confirms_an_active_farmer_again_without_an_act() => Assert.IsType<FarmerDecision.Repeat>(Decide(Active, Confirm));

    [Fact]
    public void Prepares_a_plant_in_the_slot_asked_for() => Assert.Equal(new FarmerDecision.Prepare(ActKind.Plant, N, Slot(N)), Decide(Active, PlantN));

    [Fact]
    public void Rejects_planting_before_the_farmer_is_active() => Rejects(ErrorCode.FarmerNotActive, Decide(Registered, PlantN));

    [Theory]
    [InlineData(FarmerStatus.Leaving)]
    [InlineData(FarmerStatus.Departed)]
    public void Rejects_planting_while_leaving_and_after(FarmerStatus status) =>
        Rejects(ErrorCode.FarmerNotActive, (State(Active) with { Status = status }).Decide(PlantN, Now));

    [Fact]
    public void Still_harvests_while_leaving() =>
        Assert.IsType<FarmerDecision.Prepare>((State([.. PlantedN, Worked(N)]) with { Status = FarmerStatus.Leaving }).Decide(HarvestN, Now));

    [Fact]
    public void Repeats_a_plant_that_has_succeeded() => Assert.IsType<FarmerDecision.Repeat>(Decide(PlantedN, PlantN));

    [Fact]
    public void Repeats_a_plant_that_has_failed() => Assert.IsType<FarmerDecision.Repeat>(Decide([.. Active, PlantSent(N), PlantEnded(N, ActResult.Failed, 0, Lost)], PlantN));

    [Fact]
    public void Repeats_a_plant_that_was_refused() => Assert.IsType<FarmerDecision.Repeat>(Decide([.. Active, new PlantRefused(Farmer, N, Lost, Now)], PlantN));

    [Fact]
    public void Awaits_a_plant_under_way() => Assert.IsType<FarmerDecision.Await>(Decide([.. Active, PlantSent(N)], PlantN));

    [Fact]
    public void Prepares_a_plant_again_that_has_not_happened() =>
        Assert.IsType<FarmerDecision.Prepare>(Decide([.. Active, PlantSent(N), PlantEnded(N, ActResult.NotHappened, 0, null)], PlantN));

    [Fact]
    public void Queues_a_plant_while_the_wallet_is_busy_with_another_block() => Assert.IsType<FarmerDecision.Queue>(Decide([.. Active, PlantSent(N - 1)], PlantN));

    [Fact]
    public void Queues_a_plant_while_the_wallet_harvests() => Assert.IsType<FarmerDecision.Queue>(
        Decide([.. Active, PlantSent(N - 1), Planted(N - 1), Worked(N - 1), HarvestSent(N - 1)], PlantN));

    [Fact]
    public void Records_work_on_a_planted_pail()
    {
        var recorded = Persists<WorkRecorded>(Decide(PlantedN, Work));
        Assert.Equal(new WorkRecorded(Farmer, N, 6, 20, WorkSource.Pooler, Now), recorded);
    }

    [Theory]
    [InlineData(5u)]
    [InlineData(6u)]
    public void Repeats_work_that_is_no_better(uint zeros) => Assert.IsType<FarmerDecision.Repeat>(Decide([.. PlantedN, Worked(N)], Work with { Zeros = zeros }));

    [Fact]
    public void Records_better_work() => Assert.Equal(7u, Persists<WorkRecorded>(Decide([.. PlantedN, Worked(N)], Work with { Zeros = 7 })).Zeros);

    [Fact]
    public void Repeats_better_work_on_a_closed_block() => Assert.IsType<FarmerDecision.Repeat>(Decide([.. Active, .. WholeBlock(N)], Work with { Zeros = 7 }));

    [Fact]
    public void Repeats_work_on_a_pail_that_was_missed() => Assert.IsType<FarmerDecision.Repeat>(Decide([.. PlantedN, Missed(N)], Work));

    [Fact]
    public void Rejects_work_where_nothing_is_planted() => Rejects(ErrorCode.NotPlanted, Decide(Active, Work));

    [Fact]
    public void Rejects_work_on_a_plant_that_failed() => Rejects(ErrorCode.NotPlanted, Decide([.. Active, new PlantRefused(Farmer, N, Lost, Now)], Work));

    [Fact]
    public void Records_missed_work_of_an_unworked_pail() => Assert.Equal(new WorkMissed(Farmer, N, Lost, Now), Persists<WorkMissed>(Decide(PlantedN, Miss)));

    [Fact]
    public void Records_missed_work_once() => Assert.IsType<FarmerDecision.Repeat>(Decide([.. PlantedN, Missed(N)], Miss));

    [Fact]
    public void Misses_no_pail_that_was_worked() => Assert.IsType<FarmerDecision.Repeat>(Decide([.. PlantedN, Worked(N)], Miss));

    [Fact]
    public void Misses_no_pail_that_was_harvested_without_its_work_having_been_seen() =>
        Assert.IsType<FarmerDecision.Repeat>(Decide([.. PlantedN, HarvestSent(N), Harvested(N)], Miss));

    [Fact]
    public void Rejects_missed_work_where_nothing_is_planted() => Rejects(ErrorCode.NotPlanted, Decide(Active, Miss));

    [Fact]
    public void Prepares_the_harvest_of_a_worked_pail() => Assert.Equal(new FarmerDecision.Prepare(ActKind.Harvest, N, null), Decide([.. PlantedN, Worked(N)], HarvestN));

    [Fact]
    public void Rejects_a_harvest_where_nothing_is_planted() => Rejects(ErrorCode.NotPlanted, Decide(Active, HarvestN));

    [Fact]
    public void Rejects_a_harvest_while_the_plant_is_under_way() => Rejects(ErrorCode.NotPlanted, Decide([.. Active, PlantSent(N)], HarvestN));

    [Fact]
    public void Rejects_the_harvest_of_a_missed_pail() => Rejects(ErrorCode.NotWorked, Decide([.. PlantedN, Missed(N)], HarvestN));

    [Fact]
    public void Awaits_a_harvest_under_way() => Assert.IsType<FarmerDecision.Await>(Decide([.. PlantedN, Worked(N), HarvestSent(N)], HarvestN));

    [Fact]
    public void Repeats_a_harvest_that_has_succeeded() => Assert.IsType<FarmerDecision.Repeat>(Decide([.. Active, .. WholeBlock(N)], HarvestN));

    [Fact]
    public void Repeats_a_harvest_that_was_refused() =>
        Assert.IsType<FarmerDecision.Repeat>(Decide([.. PlantedN, Worked(N), new HarvestRefused(Farmer, N, Lost, Now)], HarvestN));

    [Fact]
    public void Prepares_a_harvest_again_that_has_not_happened() =>
        Assert.IsType<FarmerDecision.Prepare>(Decide([.. PlantedN, Worked(N), HarvestSent(N), HarvestEnded(N, ActResult.NotHappened, 0, 0, null)], HarvestN));

    [Fact]
    public void Queues_a_harvest_while_the_wallet_plants() => Assert.IsType<FarmerDecision.Queue>(Decide([.. PlantedN, Worked(N), PlantSent(N + 1)], HarvestN));

    [Fact]
    public void Rejects_plant_and_harvest_of_a_block_that_is_forgotten()
    {
        var s = State([.. Active, .. WholeBlock(N)]);
        Rejects(ErrorCode.BlockClosed, s.Decide(new Plant(Farmer, Slot(N - 1)), Now));
        Rejects(ErrorCode.BlockClosed, s.Decide(new Harvest(Farmer, N - 1), Now));
    }

    [Fact]
    public void Needs_no_event_to_wake() => Assert.IsType<FarmerDecision.Repeat>(Decide(Active, new WakeFarmer(Farmer)));

    [Fact]
    public void Throws_on_a_command_of_an_unknown_kind() => Assert.Throws<UnreachableException>(() => Decide(Active, new Unheard()));

    sealed record Unheard() : FarmerCommand(Farmer);
}
