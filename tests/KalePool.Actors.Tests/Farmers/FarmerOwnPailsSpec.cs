using KalePool.Actors.Ports;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Farmers;

/// <summary>Pails that a farmer looks after himself: found on the chain, planted to open a block, kept alive.</summary>
public sealed class FarmerOwnPailsSpec(ITestOutputHelper output) : FarmerKit(output)
{
    static readonly FoundPail Pail = new(N, 500, 1001, 1720);

    static readonly OpenNext OpenNext = new(Farmer, Slot(N + 1), AsLast: false);

    static readonly FarmerEvent[] Planted500 = [.. Active, PlantSent(N), Planted(N) with { LiveUntil = 1_720 }, Worked(N)];

    [Fact]
    public async Task Pails_that_the_journal_does_not_know_are_recorded_each_and_harvested_when_their_time_comes()
    {
        Chain.Open(N + 1);
        var farmer = Start(Active);
        var asker = Ask(farmer, new FindPails(Farmer, [N + 1, N]));
        (await Acts.PreparingAsync(ActKind.Find, N + 1)).Answer.SetResult(new Preparation.Found([new FoundPail(N + 1, 70, 1060, 1780), Pail]));
        asker.ExpectMsg<FarmerStanding>();
        Assert.Equal([(N + 1, 70L), (N, 500L)], Journal.Written.OfType<PlantSettled>().Select(p => (p.Block, p.StakeStroops)));
        Assert.All(Journal.Written.OfType<PlantSettled>(), p => Assert.Equal((null, true), (p.TransactionHash, p.IsOnItsOwn)));
        Assert.Equal([N, N + 1], Standing(farmer).OwnPails!);
        await CarryOutAsync(ActKind.Harvest, N, Success(stake: 500, reward: 900));
        AwaitAssert(() => Assert.Equal([N + 1], Standing(farmer).OwnPails!));
        Assert.Contains(Row, Due.Rows);
        AssertNothingIsUnderWay(farmer);
        Chain.Open(N + 2);
        UntilCalledAgain(farmer);
        await CarryOutAsync(ActKind.Harvest, N + 1, Success(stake: 70, reward: 30));
        AwaitAssert(() => Assert.Equal((930L, null), (Standing(farmer).BalanceStroops, Standing(farmer).OwnPails)));
        AwaitAssert(() => Assert.DoesNotContain(Row, Due.Rows));
    }

    [Fact]
    public async Task What_could_not_be_looked_for_is_looked_for_again_and_known_blocks_are_not()
    {
        var farmer = Start(Planted500);
        var asker = Ask(farmer, new FindPails(Farmer, [N]));
        asker.ExpectMsg<FarmerStanding>();
        AssertNothingIsUnderWay(farmer);
        asker = Ask(farmer, new FindPails(Farmer, [N, N + 1]));
        (await Acts.PreparingAsync(ActKind.Find, N + 1)).Answer.SetResult(new Preparation.Unavailable("no answer"));
        UntilCalledAgain(farmer);
        (await Acts.PreparingAsync(ActKind.Find, N + 1)).Answer.SetResult(new Preparation.Found([]));
        asker.ExpectMsg<FarmerStanding>();
        Assert.DoesNotContain(Journal.Written, e => e is PlantSettled { TransactionHash: null });
    }

    [Fact]
    public async Task Who_cannot_open_a_block_says_so_and_nothing_is_written()
    {
        var farmer = Start(Planted500);
        var asker = Ask(farmer, OpenNext);
        (await Acts.PreparingAsync(ActKind.Opening, N + 1)).Answer.SetResult(new Preparation.Refused(Lost));
        Assert.Equal(Lost, asker.ExpectMsg<FarmerRefused>().Failure);
        asker = Ask(farmer, OpenNext);
        (await Acts.PreparingAsync(ActKind.Opening, N + 1)).Answer.SetResult(new Preparation.Unavailable("no answer"));
        Assert.Equal(ErrorCode.ChainUnavailable, asker.ExpectMsg<FarmerRefused>().Failure.Code);
        AssertNothingIsUnderWay(farmer);
        Assert.DoesNotContain(Journal.Written, e => e is PlantSubmitted { Block: N + 1 } or PlantRefused or PlantSettled { Block: N + 1 });
    }

    [Fact]
    public async Task Opens_a_block_once_as_a_plant_of_nothing_and_his_pooler_is_told_the_truth()
    {
        Chain.Open(N);
        var farmer = Start(Planted500);
        var first = Ask(farmer, OpenNext);
        var preparing = await Acts.PreparingAsync(ActKind.Opening, N + 1);
        var repeat = Ask(farmer, OpenNext);
        preparing.Answer.SetResult(new Preparation.Ready(Envelope(ActKind.Plant, N + 1), 0));
        var settling = await Acts.SettlingAsync(ActKind.Plant, N + 1);
        Assert.True(Assert.Single(Journal.Written.OfType<PlantSubmitted>(), p => p.Block == N + 1).OpensBlock);
        var block = Ask(farmer, new Plant(Farmer, Slot(N + 1)));
        settling.Answer.SetResult(Success());
        foreach (var asker in new[] { first, repeat }) Assert.Equal((StepState.Success, 0L), asker.ExpectMsg<PlantStanding>() is var p ? (p.Step, p.StakeStroops) : default);
        Assert.Equal((StepState.Success, 0L, null), block.ExpectMsg<PlantStanding>() is var told ? (told.Step, told.StakeStroops, told.Failure) : default);
        Assert.Equal(N + 1, Assert.Single(Journal.Written.OfType<PailTakenUp>()).Block);
        AssertNothingIsUnderWay(farmer);
    }

    [Fact]
    public async Task A_pail_that_two_have_asked_for_meanwhile_is_taken_up_once()
    {
        Chain.Open(N);
        var farmer = Start(Planted500);
        Ask(farmer, OpenNext);
        (await Acts.PreparingAsync(ActKind.Opening, N + 1)).Answer.SetResult(new Preparation.Ready(Envelope(ActKind.Plant, N + 1), 0));
        var settling = await Acts.SettlingAsync(ActKind.Plant, N + 1);
        var (one, another) = (Ask(farmer, new Plant(Farmer, Slot(N + 1))), Ask(farmer, new Plant(Farmer, Slot(N + 1))));
        settling.Answer.SetResult(Success());
        foreach (var asker in new[] { one, another }) Assert.Equal(StepState.Success, asker.ExpectMsg<PlantStanding>().Step);
        Assert.Single(Journal.Written.OfType<PailTakenUp>());
        AssertNothingIsUnderWay(farmer);
    }

    [Fact]
    public async Task A_plant_that_came_to_nothing_in_its_time_is_told_and_the_block_is_free()
    {
        var farmer = Start(Planted500);
        var asker = Ask(farmer, OpenNext);
        (await Acts.PreparingAsync(ActKind.Opening, N + 1)).Answer.SetResult(new Preparation.Ready(Envelope(ActKind.Plant, N + 1), 0));
        (await Acts.SettlingAsync(ActKind.Plant, N + 1)).Answer.SetResult(NotHappened);
        (await Acts.PreparingAsync(ActKind.Opening, N + 1)).Answer.SetResult(new Preparation.Refused(Lost));
        asker.ExpectMsg<FarmerRefused>();
        Ask(farmer, new Plant(Farmer, Slot(N + 1)));
        await Acts.PreparingAsync(ActKind.Plant, N + 1);
    }

    [Fact]
    public async Task An_opener_ends_without_a_failure_when_the_next_block_opens()
    {
        Chain.Open(N + 2);
        var farmer = Start([.. Active, new PlantSubmitted(Farmer, N + 1, 0, Envelope(ActKind.Plant, N + 1), At, OpensBlock: true), Planted(N + 1) with { StakeStroops = 0 }]);
        (await Acts.PreparingAsync(ActKind.Harvest, N + 1)).Answer.SetResult(new Preparation.Refused(new Failure(ErrorCode.NotWorked, "never worked", Attribution.Pooler)));
        AwaitAssert(() => Assert.Equal(Attribution.Network, Assert.Single(Journal.Written.OfType<WorkMissed>()).Failure.AttributedTo));
        AwaitAssert(() => Assert.DoesNotContain(Row, Due.Rows));
        AssertNothingIsUnderWay(farmer);
        Assert.DoesNotContain(Journal.Written, e => e is HarvestRefused or CompensationDecided);
    }

    [Fact]
    public async Task Pails_are_kept_alive_when_it_is_time_and_the_life_is_known_from_then_on()
    {
        var farmer = Start(Planted500);
        farmer.Tell(new KeepPails(Farmer, 1_360), TestActor);
        AssertNothingIsUnderWay(farmer);
        farmer.Tell(new KeepPails(Farmer, 1_361), TestActor);
        (await Acts.PreparingAsync(ActKind.Extension, N)).Answer.SetResult(new Preparation.NotNow());
        AssertNothingIsUnderWay(farmer);
        farmer.Tell(new KeepPails(Farmer, 1_373), TestActor);
        (await Acts.PreparingAsync(ActKind.Extension, N)).Answer.SetResult(new Preparation.Ready(Envelope(ActKind.Extension), 0, null, new PailExtension([N], 719)));
        var settling = await Acts.SettlingAsync(ActKind.Extension);
        Assert.Equal([N], Assert.Single(Journal.Written.OfType<ExtensionSubmitted>()).Blocks);
        settling.Answer.SetResult(Success() with { Ledger = 1_375 });
        AwaitAssert(() => Assert.Equal(1_375u + 719, Assert.Single(Journal.Written.OfType<ExtensionSettled>()).LiveUntil));
        farmer.Tell(new KeepPails(Farmer, 1_400), TestActor);
        AssertNothingIsUnderWay(farmer);
        AwaitAssert(() => Assert.DoesNotContain(Row, Due.Rows));
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_pail_of_his_own_whose_harvest_fails_for_long_is_kept_alive_first()
    {
        Chain.Open(N);
        Chain.CloseLedgers(400);
        var farmer = Start([.. Active, Planted(N) with { TransactionHash = null, IsOnItsOwn = true, LiveUntil = 1_720 }, Worked(N)]);
        UntilCalledAgain(farmer);
        (await Acts.PreparingAsync(ActKind.Extension, N)).Answer.SetResult(new Preparation.Unavailable("no answer"));
        AssertNothingIsUnderWay(farmer);
        Chain.Open(N + 1);
        UntilCalledAgain(farmer);
        (await Acts.PreparingAsync(ActKind.Harvest, N)).Answer.SetResult(new Preparation.Unavailable("the chain asks too much"));
        Standing(farmer);
        Chain.CloseLedgers(60);
        Advance(TimeSpan.FromMinutes(1));
        UntilCalledAgain(farmer);
        await CarryOutExtensionAsync();
        UntilCalledAgain(farmer);
        await Acts.PreparingAsync(ActKind.Harvest, N);
    }

    async Task CarryOutExtensionAsync()
    {
        (await Acts.PreparingAsync(ActKind.Extension, N)).Answer.SetResult(new Preparation.Ready(Envelope(ActKind.Extension), 0, null, new PailExtension([N], 719)));
        (await Acts.SettlingAsync(ActKind.Extension)).Answer.SetResult(Success() with { Ledger = 1_500 });
    }

    /// <summary>Each look costs a question to the chain: it is not asked again and again within a second.</summary>
    [Fact]
    public async Task His_own_pail_is_rescued_in_time_and_known_as_worked_from_then_on()
    {
        Chain.Open(N);
        Chain.CloseLedgers(58);
        var farmer = Start([.. Active, Planted(N) with { TransactionHash = null, IsOnItsOwn = true, LiveUntil = 1_720 }]);
        (await Acts.PreparingAsync(ActKind.Rescue, N)).Answer.SetResult(new Preparation.Unavailable("no answer"));
        AssertNothingIsUnderWay(farmer);
        UntilCalledAgain(farmer);
        await CarryOutAsync(ActKind.Rescue, N, Success() with { Gap = 58 });
        (await Acts.PreparingAsync(ActKind.Rescue, N)).Answer.SetResult(new Preparation.AlreadyDone(Success() with { Gap = 58, Zeros = 0 }));
        AwaitAssert(() => Assert.Equal((0u, 58u, WorkSource.Rescue, true), Assert.Single(Journal.Written.OfType<WorkRecorded>()) is var w ? (w.Zeros, w.Gap, w.Source, w.PoolerIsFree) : default));
        for (var second = 0; second < 3; second++)
        {
            AssertNothingIsUnderWay(farmer);
            Advance(Retry);
        }
    }

    [Fact]
    public async Task An_extension_that_was_sent_is_looked_up_after_a_restart()
    {
        Start([.. Planted500, new ExtensionSubmitted(Farmer, [N], 719, Envelope(ActKind.Extension), At)]);
        Assert.True((await Acts.SettlingAsync(ActKind.Extension)).Resumed);
    }

    [Fact]
    public async Task A_wallet_that_cannot_pay_for_it_says_so_and_harvests_all_the_same()
    {
        var farmer = Start(Planted500);
        farmer.Tell(new KeepPails(Farmer, 1_400), TestActor);
        (await Acts.PreparingAsync(ActKind.Extension, N)).Answer.SetResult(new Preparation.Refused(Lost));
        AssertNothingIsUnderWay(farmer);
        Ask(farmer, new Harvest(Farmer, N));
        await Acts.PreparingAsync(ActKind.Harvest, N);
        Assert.DoesNotContain(Journal.Written, e => e is ExtensionSubmitted or HarvestRefused);
    }
}
