using KalePool.Actors.Ports;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Farmers;

public sealed class FarmerActsSpec(ITestOutputHelper output) : FarmerKit(output)
{
    static readonly Plant PlantN = new(Farmer, Slot(N));
    static readonly Harvest HarvestN = new(Farmer, N);
    static readonly PlantStanding PlantedN = new(Farmer, N, StepState.Success, 500, Envelope(ActKind.Plant, N).Hash, null);
    static readonly HarvestStanding HarvestedN = new(Farmer, N, StepState.Success, 900, Envelope(ActKind.Harvest, N).Hash, null);

    [Fact]
    public async Task Nothing_is_sent_before_the_act_is_on_disk_as_submitted()
    {
        var write = Journal.Hold<PlantSubmitted>();
        var farmer = Start(Active);
        var asker = Ask(farmer, PlantN);
        var preparing = await Acts.PreparingAsync(ActKind.Plant, N);
        Assert.Equal(Slot(N), preparing.Slot);
        preparing.Answer.SetResult(new Preparation.Ready(Envelope(ActKind.Plant, N), 500));
        await write.Entered;
        Settled(farmer);
        Assert.True(Acts.IsIdle);
        write.Release();
        var settling = await Acts.SettlingAsync(ActKind.Plant, N);
        var submitted = Assert.IsType<PlantSubmitted>(Journal.Written[^1]);
        Assert.Equal((submitted.Act, 500L, false), (settling.Act.Envelope, settling.Act.StakeStroops, settling.Resumed));
        Assert.False(asker.HasMessages);
    }

    [Fact]
    public async Task Nobody_is_told_before_the_outcome_is_on_disk_as_settled()
    {
        var write = Journal.Hold<PlantSettled>();
        var farmer = Start(Active);
        var asker = Ask(farmer, PlantN);
        await CarryOutAsync(ActKind.Plant, N, Success(500));
        await write.Entered;
        Settled(farmer);
        Assert.False(asker.HasMessages);
        write.Release();
        Assert.Equal(PlantedN, asker.ExpectMsg<PlantStanding>());
        Assert.Equal(500, Assert.IsType<PlantSettled>(Journal.Written[^1]).StakeStroops);
    }

    [Fact]
    public async Task Nobody_is_told_of_a_harvest_before_it_is_on_disk_as_settled()
    {
        var write = Journal.Hold<HarvestSettled>();
        var farmer = Start([.. Active, .. WorkedIn(N)]);
        var asker = Ask(farmer, HarvestN);
        await CarryOutAsync(ActKind.Harvest, N, Success(500, 900));
        await write.Entered;
        Settled(farmer);
        Assert.False(asker.HasMessages);
        write.Release();
        Assert.Equal(HarvestedN, asker.ExpectMsg<HarvestStanding>());
        Assert.Equal(900, Standing(farmer).BalanceStroops);
    }

    [Fact]
    public async Task Whoever_asks_while_the_plant_is_under_way_gets_its_outcome_and_no_second_act()
    {
        var farmer = Start(Active);
        var first = Ask(farmer, PlantN);
        var preparing = await Acts.PreparingAsync(ActKind.Plant, N);
        var second = Ask(farmer, PlantN);
        Standing(farmer);
        preparing.Answer.SetResult(new Preparation.Ready(Envelope(ActKind.Plant, N), 500));
        var settling = await Acts.SettlingAsync(ActKind.Plant, N);
        var third = Ask(farmer, PlantN);
        Standing(farmer);
        settling.Answer.SetResult(Success(500));
        Assert.All([first, second, third], asker => Assert.Equal(PlantedN, asker.ExpectMsg<PlantStanding>()));
        Assert.Equal(PlantedN, Ask(farmer, PlantN).ExpectMsg<PlantStanding>());
        AssertNothingIsUnderWay(farmer);
        Assert.Single(Journal.Written.OfType<PlantSubmitted>());
    }

    [Fact]
    public async Task A_repeated_harvest_gets_the_first_outcome_and_no_second_act()
    {
        var farmer = Start([.. Active, .. WorkedIn(N)]);
        var first = Ask(farmer, HarvestN);
        var settling = await SubmitAsync(ActKind.Harvest, N);
        var second = Ask(farmer, HarvestN);
        Standing(farmer);
        settling.Answer.SetResult(Success(500, 900));
        Assert.All([first, second], asker => Assert.Equal(HarvestedN, asker.ExpectMsg<HarvestStanding>()));
        Assert.Equal(HarvestedN, Ask(farmer, HarvestN).ExpectMsg<HarvestStanding>());
        AssertNothingIsUnderWay(farmer);
        Assert.Single(Journal.Written.OfType<HarvestSubmitted>());
    }

    [Fact]
    public async Task A_sender_who_repeats_himself_is_answered_once()
    {
        var farmer = Start(Active);
        var asker = Ask(farmer, PlantN);
        var settling = await SubmitAsync(ActKind.Plant, N, stake: 500);
        farmer.Tell(PlantN, asker);
        Standing(farmer);
        settling.Answer.SetResult(Success(500));
        asker.ExpectMsg<PlantStanding>();
        Standing(farmer);
        Assert.False(asker.HasMessages);
    }

    [Fact]
    public async Task A_busy_wallet_takes_up_plants_before_harvests()
    {
        var farmer = Start([.. Active, .. WorkedIn(N - 1), .. WorkedIn(N - 2)]);
        var planting = Ask(farmer, PlantN);
        var settling = await SubmitAsync(ActKind.Plant, N, stake: 500);
        var late = Ask(farmer, new Harvest(Farmer, N - 1));
        var early = Ask(farmer, new Harvest(Farmer, N - 2));
        var next = Ask(farmer, new Plant(Farmer, Slot(N + 1)));
        Standing(farmer);
        Assert.True(Acts.IsIdle);
        settling.Answer.SetResult(Success(500));
        planting.ExpectMsg<PlantStanding>();
        await CarryOutAsync(ActKind.Plant, N + 1, Success(500));
        next.ExpectMsg<PlantStanding>();
        await CarryOutAsync(ActKind.Harvest, N - 2, Success(500, 900));
        early.ExpectMsg<HarvestStanding>();
        await CarryOutAsync(ActKind.Harvest, N - 1, Success(500, 900));
        late.ExpectMsg<HarvestStanding>();
        AssertNothingIsUnderWay(farmer);
        Assert.Empty(Due.Rows);
    }

    [Fact]
    public async Task A_plant_that_has_not_happened_is_built_again_while_somebody_waits_for_it()
    {
        var farmer = Start(Active);
        var asker = Ask(farmer, PlantN);
        await CarryOutAsync(ActKind.Plant, N, NotHappened);
        await CarryOutAsync(ActKind.Plant, N, Success(500), attempt: 2);
        Assert.Equal(PlantedN with { TransactionHash = Envelope(ActKind.Plant, N, 2).Hash }, asker.ExpectMsg<PlantStanding>());
        Assert.Equal(-500, Standing(farmer).BalanceStroops);
    }

    [Fact]
    public async Task A_plant_is_built_again_in_the_slot_that_was_asked_for_last()
    {
        var farmer = Start(Active);
        var asker = Ask(farmer, PlantN);
        var settling = await SubmitAsync(ActKind.Plant, N);
        var later = Slot(N) with { NotAfter = Slot(N).NotAfter + 60 };
        farmer.Tell(new Plant(Farmer, later), asker);
        Standing(farmer);
        settling.Answer.SetResult(NotHappened);
        Assert.Equal(later, (await Acts.PreparingAsync(ActKind.Plant, N)).Slot);
    }

    [Fact]
    public async Task A_refused_plant_is_final()
    {
        var farmer = Start(Active);
        var asker = Ask(farmer, PlantN);
        (await Acts.PreparingAsync(ActKind.Plant, N)).Answer.SetResult(new Preparation.Refused(Lost));
        var refused = new PlantStanding(Farmer, N, StepState.Failed, 0, null, Lost);
        Assert.Equal(refused, asker.ExpectMsg<PlantStanding>());
        Assert.Equal(refused, Ask(farmer, PlantN).ExpectMsg<PlantStanding>());
        AssertNothingIsUnderWay(farmer);
        Assert.Empty(Due.Rows);
    }

    [Fact]
    public async Task A_plant_that_was_applied_and_failed_is_final()
    {
        var farmer = Start(Active);
        var asker = Ask(farmer, PlantN);
        await CarryOutAsync(ActKind.Plant, N, new ActReport(ActResult.Failed, 1001, 100, 0, 0, Lost));
        Assert.Equal((StepState.Failed, Lost), (asker.ExpectMsg<PlantStanding>() is var told ? told.Step : default, Ask(farmer, PlantN).ExpectMsg<PlantStanding>().Failure));
        AssertNothingIsUnderWay(farmer);
        Assert.Equal(0, Standing(farmer).BalanceStroops);
    }

    [Fact]
    public async Task A_pail_found_on_the_chain_counts_as_planted()
    {
        var farmer = Start(Active);
        var asker = Ask(farmer, PlantN);
        (await Acts.PreparingAsync(ActKind.Plant, N)).Answer.SetResult(new Preparation.AlreadyDone(Success(500)));
        Assert.Equal(PlantedN with { TransactionHash = null }, asker.ExpectMsg<PlantStanding>());
        AssertNothingIsUnderWay(farmer);
        Assert.Equal(-500, Standing(farmer).BalanceStroops);
    }

    [Fact]
    public async Task A_harvest_of_what_is_gone_is_final()
    {
        var farmer = Start([.. Active, .. WorkedIn(N)]);
        var asker = Ask(farmer, HarvestN);
        (await Acts.PreparingAsync(ActKind.Harvest, N)).Answer.SetResult(new Preparation.Refused(Lost));
        Assert.Equal(new HarvestStanding(Farmer, N, StepState.Failed, 0, null, Lost), asker.ExpectMsg<HarvestStanding>());
        AssertNothingIsUnderWay(farmer);
    }

    [Fact]
    public void Rejections_are_told_at_once()
    {
        var farmer = Start(Active);
        Assert.Equal(ErrorCode.NotPlanted, Ask(farmer, HarvestN).ExpectMsg<FarmerRefused>().Failure.Code);
        AssertNothingIsUnderWay(farmer);
    }

    [Fact]
    public void What_the_chain_shows_of_a_pail_is_recorded()
    {
        var farmer = Start([.. Active, PlantSent(N), Planted(N), PlantSent(N + 1), Planted(N + 1)]);
        Assert.Equal(StepState.Success, Ask(farmer, new RecordWork(Farmer, N, 6, 20, WorkSource.Other)).ExpectMsg<WorkStanding>().Step);
        Assert.Equal(StepState.Failed, Ask(farmer, new RecordMissedWork(Farmer, N + 1, Lost)).ExpectMsg<WorkStanding>().Step);
        Assert.Equal((6u, WorkSource.Other), (Journal.Written.OfType<WorkRecorded>().Single().Zeros, Journal.Written.OfType<WorkRecorded>().Single().Source));
        Assert.Single(Journal.Written.OfType<WorkMissed>());
    }

    [Fact]
    public async Task The_due_row_stands_before_anything_is_prepared_and_goes_when_all_is_settled()
    {
        var farmer = Start(Active);
        Standing(farmer);
        Assert.Empty(Due.Rows);
        var asker = Ask(farmer, PlantN);
        var preparing = await Acts.PreparingAsync(ActKind.Plant, N);
        Assert.Equal([Row], Due.Rows);
        preparing.Answer.SetResult(new Preparation.Ready(Envelope(ActKind.Plant, N), 500));
        var settling = await Acts.SettlingAsync(ActKind.Plant, N);
        Standing(farmer);
        Assert.Equal([Row], Due.Rows);
        settling.Answer.SetResult(Success(500));
        asker.ExpectMsg<PlantStanding>();
        Standing(farmer);
        Assert.Empty(Due.Rows);
    }

    [Fact]
    public async Task Nothing_is_prepared_while_the_due_row_cannot_be_written()
    {
        Due.IsBroken = true;
        var farmer = Start(Active);
        Ask(farmer, PlantN);
        Standing(farmer);
        Assert.True(Acts.IsIdle);
        Due.IsBroken = false;
        UntilCalledAgain(farmer);
        await Acts.PreparingAsync(ActKind.Plant, N);
        Assert.Equal([Row], Due.Rows);
    }

    [Fact]
    public async Task Waking_needs_no_answer()
    {
        var farmer = Start(Active);
        var asker = Ask(farmer, new WakeFarmer(Farmer));
        AssertNothingIsUnderWay(farmer);
        Assert.False(asker.HasMessages);
        Ask(farmer, PlantN);
        await Acts.PreparingAsync(ActKind.Plant, N);
    }

    [Fact]
    public async Task A_harvest_that_the_chain_shows_done_is_settled_once()
    {
        var farmer = Start([.. Active, .. WorkedIn(N)]);
        var asker = Ask(farmer, new Harvest(Farmer, N));
        (await Acts.PreparingAsync(ActKind.Harvest, N)).Answer.SetResult(
            new Preparation.AlreadyDone(Success(stake: 500, reward: 900) with { FoundIn = new FoundTransaction("cc", HarvestSource.Other) }));
        Assert.Equal((StepState.Success, 900L, "cc"), asker.ExpectMsg<HarvestStanding>() is { } h ? (h.Step, h.RewardStroops, h.TransactionHash) : default);
        Assert.Equal("cc", Ask(farmer, new Harvest(Farmer, N)).ExpectMsg<HarvestStanding>().TransactionHash);
        Assert.Single(Journal.Written.OfType<HarvestSettled>());
        Assert.True(Acts.IsIdle);
    }
}
