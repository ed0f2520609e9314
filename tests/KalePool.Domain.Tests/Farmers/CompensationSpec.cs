using KalePool.Contracts.Errors;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

/// <summary>What others owe a farmer: who, how much, once, and how it is settled.</summary>
public sealed class CompensationSpec
{
    static readonly Failure ByBackend = new(ErrorCode.UnknownOutcome, "the plant was applied and failed", Attribution.Backend);
    static readonly Failure ByPooler = new(ErrorCode.NotWorked, "closed before the pail was worked", Attribution.Pooler);
    static readonly Failure ByNetwork = new(ErrorCode.FarmPaused, "the farm is paused", Attribution.Network);

    static readonly FarmerEvent[] Sharing =
        [new FarmerRegistered(Farmer, Pooler, "GWALLET", "GPAYOUT", 0.5m, "token", Now), new FarmerActivated(Farmer, Now), new FarmerSeated(Farmer, Now, 0.05m, "GPOOLER")];

    /// <summary>A block that brought so much, of which a share is owed to the pooler.</summary>
    static FarmerEvent[] Earned(uint block, long reward = 1_000, decimal rate = 0.05m) =>
    [
        PlantSent(block, 0), new PlantSettled(Farmer, block, ActResult.Success, 0, 1001, 100, Envelope('a').Hash, null, Now, rate), Worked(block), HarvestSent(block),
        new HarvestSettled(Farmer, block, ActResult.Success, reward, 0, 1060, 100, Envelope('b').Hash, null, Now, ShareRule.ShareOf(reward, rate)),
    ];

    static FarmerEvent[] Unworked(uint block, long stake = 500) => [PlantSent(block, stake), Planted(block, stake), new WorkMissed(Farmer, block, ByPooler, Now)];

    static FarmerEvent[] Rescued(uint block, long reward, long stake = 500) =>
        [PlantSent(block, stake), Planted(block, stake), new WorkRecorded(Farmer, block, 0, 55, WorkSource.Rescue, Now), HarvestSent(block), Harvested(block, reward, stake)];

    static FarmerEvent[] Untaken(uint block) =>
        [PlantSent(block), Planted(block), new WorkMissed(Farmer, block, new Failure(ErrorCode.NotWorked, "closed before the work was on the chain", Attribution.Backend), Now)];

    static FarmerEvent[] RescuedInstead(uint block) =>
        [PlantSent(block), Planted(block), new WorkRecorded(Farmer, block, 0, 55, WorkSource.Rescue, Now, true), HarvestSent(block), Harvested(block, 40)];

    static FarmerEvent[] NotPlanted(uint block, Failure why) => [new PlantRefused(Farmer, block, why, Now)];

    static CompensationDecided? Settled(FarmerState s, uint block, long? others = null) =>
        s.Decide(new SettleCompensation(Farmer, block, others), Now) is FarmerDecision.Persist { Event: CompensationDecided decided } ? decided : null;

    static PayCompensation Paying(long amount, string to = "GWALLET", char hash = 'f', uint block = N) => new(Farmer, block, new string(hash, 64), 1070, [new KalePaid(to, amount)]);

    static FarmerState Owing(params FarmerEvent[] events)
    {
        var s = State(events);
        return s.Apply(Settled(s, N)!);
    }

    public static TheoryData<string, string?, long> EveryEnd => new()
    {
        { "not planted by the backend", Attribution.Backend, 1_000 },
        { "plant failed by the backend", Attribution.Backend, 1_000 },
        { "not planted by the farmer", null, 0 },
        { "not planted by the network", null, 0 },
        { "not planted because the pooler asked too late", null, 0 },
        { "never worked", Attribution.Pooler, 1_500 },
        { "never worked, found at the harvest", Attribution.Pooler, 1_500 },
        { "handed over and not submitted", Attribution.Backend, 1_500 },
        { "handed over, not submitted and rescued", Attribution.Backend, 960 },
        { "rescued for little", Attribution.Pooler, 960 },
        { "rescued for more than usual", Attribution.Pooler, 0 },
        { "rescued, then worked by the pooler", null, 0 },
        { "rescued and expired", null, 0 },
        { "harvested", null, 0 },
        { "open", null, 0 },
        { "rescued and not harvested yet", null, 0 },
    };

    static FarmerEvent[] EndOf(string name) => name switch
    {
        "not planted by the backend" => NotPlanted(N, ByBackend),
        "plant failed by the backend" => [PlantSent(N), PlantEnded(N, ActResult.Failed, 0, ByBackend)],
        "not planted by the farmer" => NotPlanted(N, Lost),
        "not planted by the network" => NotPlanted(N, ByNetwork),
        "not planted because the pooler asked too late" => NotPlanted(N, ByPooler),
        "never worked" => Unworked(N),
        "never worked, found at the harvest" => [PlantSent(N), Planted(N), new HarvestRefused(Farmer, N, ByPooler, Now)],
        "handed over and not submitted" => Untaken(N),
        "handed over, not submitted and rescued" => RescuedInstead(N),
        "rescued for little" => Rescued(N, 40),
        "rescued for more than usual" => Rescued(N, 1_001),
        "rescued, then worked by the pooler" => [.. Rescued(N, 40)[..3], Worked(N), .. Rescued(N, 40)[3..]],
        "rescued and expired" => [.. Rescued(N, 40)[..3], new HarvestRefused(Farmer, N, new Failure(ErrorCode.Expired, "gone", Attribution.Network), Now)],
        "harvested" => WholeBlock(N),
        "open" => [PlantSent(N), Planted(N), Worked(N)],
        "rescued and not harvested yet" => Rescued(N, 40)[..3],
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    [Theory, MemberData(nameof(EveryEnd))]
    public void Whoever_failed_owes_the_stake_lost_and_the_mean_reward_less_the_reward_that_came(string end, string? owedBy, long amount)
    {
        var s = State([.. Sharing, .. Earned(N - 1, rate: 0), .. EndOf(end)]);
        var decided = s.NextCompensation(Now);
        Assert.Equal(decided, Settled(s, N, 77_777));
        Assert.Equal((owedBy, owedBy is null ? null : amount), (decided?.OwedBy, decided?.AmountStroops));
        if (decided is null) return;
        Assert.Equal(s.Find(N)!.Plant == StepState.Failed ? "plant_failure" : "work_failure", decided.Type);
        var after = s.Apply(decided);
        Assert.Equal(s.BalanceStroops, after.BalanceStroops);
        Assert.Null(after.NextCompensation(Now));
        Assert.IsType<FarmerDecision.Repeat>(after.Decide(new SettleCompensation(Farmer, N, null), Now));
        Assert.Equal(amount > 0, FarmerFacts.Reply(after, new SettleCompensation(Farmer, N, null)) is CompensationStanding { Compensation.OpenStroops: > 0 });
        Assert.Throws<InvalidOperationException>(() => after.Apply(decided));
    }

    [Theory]
    [InlineData(null, 500)]
    [InlineData(300L, 800)]
    public void Without_a_past_the_mean_is_that_of_the_blocks_others(long? others, long amount)
    {
        var s = State([.. Sharing, .. Unworked(N)]);
        Assert.Null(s.NextCompensation(Now));
        Assert.Equal(amount, Settled(s, N, others)!.AmountStroops);
    }

    [Fact]
    public void The_mean_is_of_the_last_twelve_harvested_blocks_and_never_of_the_block_itself()
    {
        FarmerEvent[] past = [.. Enumerable.Range(0, 13).SelectMany(i => Earned(N - 20 + (uint)i, i == 0 ? 1_000_000 : 100 + i, 0))];
        var s = State([.. Sharing, .. past, .. NotPlanted(N - 7, Lost), .. Rescued(N, 7)]);
        Assert.Equal((101 + 112) / 2 - 7, Settled(s, N)!.AmountStroops);
        // What came in later counts too: it is decided once, with what is known then.
        Assert.Equal(13, s.RecentRewards.Count);
        Assert.Null(State([.. Sharing, .. Rescued(N, 7)]).MeanReward(N));
        Assert.Equal(long.MaxValue, CompensationRule.MeanOf([long.MaxValue, long.MaxValue]));
    }

    [Fact]
    public void A_rescued_block_does_not_lower_the_mean()
    {
        FarmerEvent[] past = [.. Earned(N - 3, 1_000, 0), .. Rescued(N - 2, 7), .. Rescued(N - 1, 7)];
        Assert.Equal(1_000, State([.. Sharing, .. past]).MeanReward(N));
        Assert.Equal(1_000 - 40, Settled(State([.. Sharing, .. past, .. Rescued(N, 40)]), N)!.AmountStroops);
    }

    [Theory]
    [InlineData(400, 400, 1_100, 1_100)]
    [InlineData(1_500, 1_500, 0, 0)]
    [InlineData(2_000, 1_500, 0, 500)]
    public void The_poolers_debt_is_netted_against_the_share_that_is_owed_to_him(long owed, long netted, long open, long rest)
    {
        var s = State([.. Sharing, .. Earned(N - 2, owed * 20), .. Enumerable.Range(1, 12).SelectMany(i => Earned(N - 2 + (uint)i, 1_000, 0)), .. Unworked(N + 20)]);
        Assert.Equal(owed, s.OwedShareStroops);
        var decided = Settled(s, N + 20)!;
        Assert.Equal((1_500, netted), (decided.AmountStroops, decided.NettedStroops));
        var after = s.Apply(decided);
        Assert.Equal((owed - netted, s.BalanceStroops, open), (after.OwedShareStroops, after.BalanceStroops, after.OpenCompensations.Sum(c => c.OpenStroops)));
        Assert.Equal(rest, after.OwedShareStroops + after.OpenCompensations.Sum(c => c.OpenStroops));
        foreach (var wrong in new[] { netted - 1, netted + 1, -1 }) Assert.Throws<InvalidOperationException>(() => s.Apply(decided with { NettedStroops = wrong }));
        Assert.Throws<InvalidOperationException>(() => s.Apply(decided with { OwedBy = Attribution.Backend }));
    }

    [Fact]
    public void The_backends_debt_is_not_netted_against_the_poolers_share()
    {
        var s = Owing([.. Sharing, .. Earned(N - 1), .. NotPlanted(N, ByBackend)]);
        Assert.Equal((50, 1_000), (s.OwedShareStroops, s.OpenCompensations.Single().OpenStroops));
    }

    [Fact]
    public void Nothing_is_netted_that_a_payment_under_way_or_in_doubt_may_pay()
    {
        var pays = new Payment("GPAYOUT", 475, "GPOOLER", 50);
        FarmerEvent[] before = [.. Sharing, .. Earned(N - 1), .. Unworked(N, 0)];
        var sent = State([.. before, new PayoutSubmitted(Farmer, 1, pays, Envelope('d'), Now)]);
        Assert.IsType<FarmerDecision.Queue>(sent.Decide(new SettleCompensation(Farmer, N, null), Now));
        var doubtful = sent.Apply(new PayoutSettled(Farmer, 1, ActResult.Unknown, pays, 1070, 0, Envelope('d').Hash, Lost, Now));
        var decided = Settled(doubtful, N)!;
        Assert.Equal((1_000, 0), (decided.AmountStroops, decided.NettedStroops));
        var found = doubtful.Apply(decided).Apply(new PayoutFound(Farmer, 1, pays, Envelope('d').Hash, 1_080, Now));
        Assert.Equal(0, found.OwedShareStroops);
    }

    [Fact]
    public void Is_paid_once_by_the_exact_amount_to_the_right_wallet()
    {
        var s = Owing([.. Sharing, .. Earned(N - 1), .. Unworked(N)]);
        var open = s.OpenCompensations.Single();
        Assert.Equal((1_500, 50, 1_450), (open.AmountStroops, open.NettedStroops, open.OpenStroops));
        foreach (var (wrong, field) in new[] { (Paying(1_449), "amount"), (Paying(1_451), "amount"), (Paying(1_500), "amount"), (Paying(1_450, "GPAYOUT"), "destination"), (Paying(1_450, "GOTHER"), "destination") })
        {
            var no = Assert.IsType<FarmerDecision.Reject>(s.Decide(wrong, Now)).Failure;
            Assert.Equal(ErrorCode.Conflict, no.Code);
            Assert.StartsWith(field, no.Message, StringComparison.Ordinal);
        }
        Assert.Equal(ErrorCode.NotFound, Assert.IsType<FarmerDecision.Reject>(s.Decide(Paying(1_450, block: N + 1), Now)).Failure.Code);
        Assert.IsType<FarmerDecision.Queue>(s.Apply(PlantSent(N + 2)).Decide(Paying(1_450), Now));
        var paid = Assert.IsType<CompensationPaid>(Assert.IsType<FarmerDecision.Persist>(s.Decide(Paying(1_450), Now)).Event);
        var after = s.Apply(paid);
        Assert.Equal((s.BalanceStroops, s.OwedShareStroops), (after.BalanceStroops, after.OwedShareStroops));
        Assert.Empty(after.OpenCompensations);
        Assert.IsType<FarmerDecision.Repeat>(after.Decide(Paying(1_450), Now));
        Assert.Equal(ErrorCode.Conflict, Assert.IsType<FarmerDecision.Reject>(after.Decide(Paying(1_450, hash: 'e'), Now)).Failure.Code);
        Assert.Throws<InvalidOperationException>(() => after.Apply(paid));
        Assert.Throws<InvalidOperationException>(() => s.Apply(paid with { AmountStroops = 1_449 }));
        Assert.Throws<InvalidOperationException>(() => s.Apply(paid with { RestoredStroops = 1 }));
    }

    [Fact]
    public void What_was_netted_in_full_takes_no_payment()
    {
        var s = Owing([.. Sharing, .. Earned(N - 1, 40_000), .. Rescued(N, 39_000, 0)]);
        Assert.Equal((1_000, 0), (s.OwedShareStroops, s.Compensations[N].OpenStroops));
        Assert.Equal(ErrorCode.Conflict, Assert.IsType<FarmerDecision.Reject>(s.Decide(Paying(1_000), Now)).Failure.Code);
    }

    [Fact]
    public void An_exit_nets_the_last_share_and_then_waits_a_day_for_the_rest()
    {
        var s = Owing([.. Sharing, .. Earned(N - 1), .. Unworked(N)]);
        var leaving = Earned(N + 1).Concat([new LeavingStarted(Farmer, Now), new FarmerUnseated(Farmer, Now)]).Aggregate(s, (x, e) => x.Apply(e));
        Assert.Null(s.NextNetting(Now));
        var netted = leaving.NextNetting(Now)!;
        Assert.Equal((N, 50), (netted.Block, netted.NettedStroops));
        var rest = leaving.Apply(netted);
        Assert.Equal((0, 1_400), (rest.OwedShareStroops, rest.OpenCompensations.Single().OpenStroops));
        Assert.Null(rest.NextNetting(Now));
        Assert.Throws<InvalidOperationException>(() => rest.Apply(netted));
        Assert.Equal((ErrorCode.NotReady, Attribution.Pooler), (rest.WhyExitWaits(Now)!.Code, rest.WhyExitWaits(Now)!.AttributedTo));
        Assert.Equal(rest.WhyExitWaits(Now), rest.WhyExitWaits(Now + CompensationRule.ExitWaits - TimeSpan.FromSeconds(1)));
        Assert.Null(rest.WhyExitWaits(Now + CompensationRule.ExitWaits));

        // Paid as it stood before the netting, told of after it: the share is owed again.
        var before = Assert.IsType<CompensationPaid>(Assert.IsType<FarmerDecision.Persist>(rest.Decide(Paying(1_450), Now)).Event);
        Assert.Equal(50, before.RestoredStroops);
        Assert.Equal((50, 0, null), (rest.Apply(before).OwedShareStroops, rest.Apply(before).OpenCompensations.Count(), rest.Apply(before).WhyExitWaits(Now)));
        Assert.Null(rest.Apply((FarmerEvent)Assert.IsType<FarmerDecision.Persist>(rest.Decide(Paying(1_400), Now)).Event).WhyExitWaits(Now));
    }

    [Fact]
    public void An_exit_waits_until_it_is_decided_what_he_is_owed()
    {
        var s = State([.. Sharing, .. Unworked(N), new LeavingStarted(Farmer, Now), new FarmerUnseated(Farmer, Now)]);
        Assert.Equal(Attribution.Backend, s.WhyExitWaits(Now)!.AttributedTo);
        Assert.Null(s.WhyExitWaits(Now + CompensationRule.ExitWaits));
        Assert.Null(s.NextNetting(Now));
    }

    [Fact]
    public void A_departed_farmer_is_paid_to_his_payout_wallet()
    {
        var owed = Owing([.. Sharing, .. Earned(N - 1), .. Unworked(N)]);
        var departed = new FarmerEvent[]
        {
            new LeavingStarted(Farmer, Now), new FarmerUnseated(Farmer, Now),
            new ExitSubmitted(Farmer, "GPAYOUT", 500, Envelope('c'), Now), new ExitSettled(Farmer, ActResult.Success, 500, 77, 1070, 300, Envelope('c').Hash, null, Now, "GPAYOUT"),
        }.Aggregate(owed, (s, e) => s.Apply(e));
        Assert.Equal(FarmerStatus.Departed, departed.Status);
        Assert.IsType<FarmerDecision.Persist>(departed.Decide(Paying(1_450, "GPAYOUT"), Now));
        // It came in before the wallet was closed, and went out with all the rest.
        Assert.IsType<FarmerDecision.Persist>(departed.Decide(Paying(1_450), Now));
        Assert.StartsWith("destination: GPAYOUT", Assert.IsType<FarmerDecision.Reject>(departed.Decide(Paying(1_450, "GOTHER"), Now)).Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_open_or_undecided_outlives_every_number_of_later_blocks()
    {
        var many = Enumerable.Range(1, FarmerState.ClosedBlocksKept + 50).SelectMany(i => NotPlanted(N + (uint)i, Lost));
        var decided = many.Aggregate(Owing([.. Sharing, .. Earned(N - 1), .. Unworked(N)]), (s, e) => s.Apply(e));
        Assert.Null(decided.Find(N));
        Assert.Equal(1_450, decided.OpenCompensations.Single().OpenStroops);
        Assert.IsType<FarmerDecision.Repeat>(decided.Decide(new SettleCompensation(Farmer, N, null), Now));
        var undecided = many.Aggregate(State([.. Sharing, .. Unworked(N)]), (s, e) => s.Apply(e));
        Assert.Equal(500, Settled(undecided, N)!.AmountStroops);
    }
}
