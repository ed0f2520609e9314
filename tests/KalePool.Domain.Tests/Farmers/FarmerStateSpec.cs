using System.Diagnostics;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

public sealed class FarmerStateSpec
{
    static TrustlineSubmitted TrustlineSent => new TrustlineSubmitted(Farmer, Envelope('c'), Now);

    static TrustlineSettled TrustlineEnded(ActResult result) => new TrustlineSettled(Farmer, result, 1001, 100, result == ActResult.Success ? null : Lost, Now);

    [Fact]
    public void A_registered_farmer_awaits_funding()
    {
        var s = State(Active[0]);
        Assert.Equal((Farmer, Pooler, "GWALLET", "GPAYOUT", 0.5m, "token"), (s.Id, s.PoolerId, s.CustodialWallet, s.PayoutWallet, s.StakePercentage, s.TokenHash));
        Assert.Equal((FarmerStatus.AwaitingFunding, false, 0L), (s.Status, s.IsSeated, s.BalanceStroops));
    }

    [Fact]
    public void A_submitted_trustline_is_the_open_act() => Assert.Equal(new OpenAct(ActKind.Trustline, 0, 0, Envelope('c')), State(Active[0], TrustlineSent).OpenAct);

    [Theory]
    [InlineData(ActResult.Success, FarmerStatus.Active)]
    [InlineData(ActResult.Failed, FarmerStatus.AwaitingFunding)]
    [InlineData(ActResult.NotHappened, FarmerStatus.AwaitingFunding)]
    [InlineData(ActResult.Unknown, FarmerStatus.AwaitingFunding)]
    public void Only_a_trustline_that_stands_makes_active(ActResult result, FarmerStatus status)
    {
        var s = State(Active[0], TrustlineSent, TrustlineEnded(result));
        Assert.Equal((status, (OpenAct?)null), (s.Status, s.OpenAct));
    }

    [Fact]
    public void Activation_and_seat_are_separate_facts()
    {
        var active = State(Active[0], Active[1]);
        Assert.Equal((FarmerStatus.Active, false), (active.Status, active.IsSeated));
        Assert.True(active.Apply(Active[2]).IsSeated);
    }

    [Fact]
    public void A_submitted_plant_is_pending_and_moves_no_money()
    {
        var s = State([.. Active, PlantSent(N)]);
        Assert.Equal(new OpenAct(ActKind.Plant, N, 500, Envelope('a')), s.OpenAct);
        Assert.Equal(new FarmerBlock(N) { Plant = StepState.Pending, PlantHash = Envelope('a').Hash }, s.Find(N));
        Assert.Equal(0, s.BalanceStroops);
    }

    [Fact]
    public void A_whole_block_moves_stake_out_and_stake_with_reward_back()
    {
        var planted = State([.. Active, PlantSent(N), Planted(N)]);
        Assert.Equal((-500, (OpenAct?)null), (planted.BalanceStroops, planted.OpenAct));
        var worked = planted.Apply(Worked(N));
        Assert.Equal((6u, 20u, StepState.Success), (worked.Find(N)!.Zeros, worked.Find(N)!.Gap, worked.Find(N)!.Work));
        var sent = worked.Apply(HarvestSent(N));
        Assert.Equal((new OpenAct(ActKind.Harvest, N, 0, Envelope('b')), StepState.Pending), (sent.OpenAct, sent.Find(N)!.Harvest));
        var harvested = sent.Apply(Harvested(N));
        Assert.Equal((900, (OpenAct?)null, 900L, true), (harvested.BalanceStroops, harvested.OpenAct, harvested.Find(N)!.RewardStroops, harvested.Find(N)!.IsClosed));
    }

    [Theory]
    [InlineData(ActResult.Failed)]
    [InlineData(ActResult.NotHappened)]
    [InlineData(ActResult.Unknown)]
    public void A_plant_that_ends_with_a_failure_is_final_and_moves_no_money(ActResult result)
    {
        var s = State([.. Active, PlantSent(N), PlantEnded(N, result, 0, Lost)]);
        Assert.Equal((StepState.Failed, Lost, true), (s.Find(N)!.Plant, s.Find(N)!.PlantFailure, s.Find(N)!.IsClosed));
        Assert.Equal((0, (OpenAct?)null), (s.BalanceStroops, s.OpenAct));
    }

    [Fact]
    public void A_plant_that_has_not_happened_leaves_nothing_behind()
    {
        var s = State([.. Active, PlantSent(N), PlantEnded(N, ActResult.NotHappened, 0, null)]);
        Assert.Equal(new FarmerBlock(N), s.Find(N));
        Assert.Equal((0, (OpenAct?)null), (s.BalanceStroops, s.OpenAct));
    }

    [Fact]
    public void A_refused_plant_is_final()
    {
        var s = State([.. Active, new PlantRefused(Farmer, N, Lost, Now)]);
        Assert.Equal((StepState.Failed, Lost, true), (s.Find(N)!.Plant, s.Find(N)!.PlantFailure, s.Find(N)!.IsClosed));
    }

    [Fact]
    public void Missed_work_closes_the_block_and_the_stake_stays_lost()
    {
        var s = State([.. Active, PlantSent(N), Planted(N), Missed(N)]);
        Assert.Equal((StepState.Failed, true, -500L), (s.Find(N)!.Work, s.Find(N)!.IsClosed, s.BalanceStroops));
    }

    [Fact]
    public void A_harvest_that_has_not_happened_may_be_sent_again()
    {
        var s = State([.. Active, PlantSent(N), Planted(N), Worked(N), HarvestSent(N), HarvestEnded(N, ActResult.NotHappened, 0, 0, null)]);
        Assert.Equal((StepState.None, (string?)null, false), (s.Find(N)!.Harvest, s.Find(N)!.HarvestHash, s.Find(N)!.IsClosed));
        Assert.Equal(900, s.Apply(HarvestSent(N)).Apply(Harvested(N)).BalanceStroops);
    }

    [Fact]
    public void A_harvest_that_ends_with_a_failure_is_final_and_moves_no_money()
    {
        var s = State([.. Active, PlantSent(N), Planted(N), Worked(N), HarvestSent(N), HarvestEnded(N, ActResult.Failed, 0, 0, Lost)]);
        Assert.Equal((StepState.Failed, Lost, true, -500L), (s.Find(N)!.Harvest, s.Find(N)!.HarvestFailure, s.Find(N)!.IsClosed, s.BalanceStroops));
    }

    [Fact]
    public void A_refused_harvest_is_final()
    {
        var s = State([.. Active, PlantSent(N), Planted(N), Worked(N), new HarvestRefused(Farmer, N, Lost, Now)]);
        Assert.Equal((StepState.Failed, Lost, true), (s.Find(N)!.Harvest, s.Find(N)!.HarvestFailure, s.Find(N)!.IsClosed));
    }

    [Fact]
    public void A_wallet_has_one_act_at_a_time()
    {
        var s = State([.. Active, PlantSent(N)]);
        Assert.Throws<InvalidOperationException>(() => s.Apply(PlantSent(N + 1)));
        Assert.Throws<InvalidOperationException>(() => s.Apply(HarvestSent(N)));
        Assert.Throws<InvalidOperationException>(() => s.Apply(TrustlineSent));
    }

    [Fact]
    public void Nothing_is_settled_that_was_not_submitted()
    {
        var idle = State([.. Active, PlantSent(N), Planted(N), Worked(N)]);
        Assert.Throws<InvalidOperationException>(() => idle.Apply(Planted(N)));
        Assert.Throws<InvalidOperationException>(() => idle.Apply(Harvested(N)));
        Assert.Throws<InvalidOperationException>(() => idle.Apply(TrustlineEnded(ActResult.Success)));
        Assert.Throws<InvalidOperationException>(() => idle.Apply(HarvestSent(N)).Apply(Planted(N)));
        Assert.Throws<InvalidOperationException>(() => idle.Apply(PlantSent(N + 1)).Apply(Planted(N + 2)));
    }

    [Fact]
    public void A_pail_found_on_the_chain_is_planted_once_though_nothing_was_submitted()
    {
        var found = new PlantSettled(Farmer, N, ActResult.Success, 500, 1001, 0, null, null, Now);
        var s = State([.. Active, found]);
        Assert.Equal((-500, StepState.Success, (string?)null), (s.BalanceStroops, s.Find(N)!.Plant, s.Find(N)!.PlantHash));
        Assert.Throws<InvalidOperationException>(() => s.Apply(found));
        Assert.Throws<InvalidOperationException>(() => State([.. Active, PlantSent(N)]).Apply(found));
    }

    [Fact]
    public void A_reward_is_not_paid_twice()
    {
        var s = State([.. Active, .. WholeBlock(N)]);
        Assert.Throws<InvalidOperationException>(() => s.Apply(Harvested(N)));
    }

    [Theory]
    [InlineData(900, 501)]
    [InlineData(900, 499)]
    [InlineData(-1, 500)]
    public void A_harvest_returns_the_stake_that_was_planted_and_no_negative_reward(long reward, long stake)
    {
        var s = State([.. Active, PlantSent(N), Planted(N), Worked(N), HarvestSent(N)]);
        Assert.Throws<InvalidOperationException>(() => s.Apply(Harvested(N, reward, stake)));
    }

    [Fact]
    public void Money_that_does_not_fit_is_refused_rather_than_wrapped()
    {
        var s = State([.. Active, PlantSent(N), Planted(N), Worked(N), HarvestSent(N)]) with { BalanceStroops = long.MaxValue - 1000 };
        Assert.Throws<OverflowException>(() => s.Apply(Harvested(N)));
    }

    [Fact]
    public void The_balance_is_the_sum_of_all_that_moved()
    {
        var s = State([.. Active, .. WholeBlock(1), .. WholeBlock(2), PlantSent(3), Planted(3), Missed(3), PlantSent(4), Planted(4)]);
        Assert.Equal(2 * 900 - 500 - 500, s.BalanceStroops);
    }

    [Fact]
    public void Closed_blocks_are_forgotten_from_the_oldest_on()
    {
        var s = State([.. Active, .. Enumerable.Range(1, FarmerState.ClosedBlocksKept + 2).SelectMany(i => WholeBlock((uint)i))]);
        Assert.Equal(FarmerState.ClosedBlocksKept, s.Blocks.Count);
        Assert.True(s.IsForgotten(2));
        Assert.False(s.IsForgotten(3));
        Assert.False(s.IsForgotten(FarmerState.ClosedBlocksKept + 3));
    }

    [Fact]
    public void An_open_block_is_never_forgotten_and_its_outcome_can_be_told()
    {
        var s = State([.. Active, PlantSent(1), Planted(1), Worked(1), .. Enumerable.Range(2, FarmerState.ClosedBlocksKept + 5).SelectMany(i => WholeBlock((uint)i))]);
        Assert.Equal(StepState.Success, s.Find(1)!.Work);
        var harvested = s.Apply(HarvestSent(1)).Apply(Harvested(1));
        Assert.Equal(StepState.Success, harvested.Find(1)!.Harvest);
        var last = (uint)FarmerState.ClosedBlocksKept + 7;
        var later = harvested.Apply(PlantSent(last));
        Assert.True(later.IsForgotten(1));
        Assert.Equal(FarmerState.ClosedBlocksKept, later.Blocks.Count);
    }

    [Fact]
    public void A_farmer_without_blocks_has_forgotten_none() => Assert.False(State(Active).IsForgotten(0));

    [Fact]
    public void Throws_on_an_event_of_an_unknown_kind() => Assert.Throws<UnreachableException>(() => State(new Unheard()));

    sealed record Unheard() : FarmerEvent(Farmer, Now);
}
