using KalePool.Actors.Ports;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Farmers;

/// <summary>What others owe him stands in his journal once, whatever stops in between, and his exit waits for it.</summary>
public sealed class FarmerCompensationSpec(ITestOutputHelper output) : FarmerKit(output)
{
    static readonly TimeSpan ExitAgain = TimeSpan.FromMinutes(1);
    static readonly Failure ByPooler = new(ErrorCode.NotWorked, "closed before the pail was worked", Attribution.Pooler);

    static readonly FarmerEvent[] Sharing = [Registered, new FarmerActivated(Farmer, At), new FarmerSeated(Farmer, At, 0.05m, "GPOOLER")];

    /// <summary>1 000 came in as a reward, 50 of it are the pooler's.</summary>
    static readonly FarmerEvent[] Past =
    [
        .. Sharing, PlantSent(N - 1), Planted(N - 1) with { RewardShare = 0.05m }, Worked(N - 1), HarvestSent(N - 1),
        new HarvestSettled(Farmer, N - 1, ActResult.Success, 1_000, 500, 1060, 100, HarvestSent(N - 1).Act.Hash, null, At, 50),
    ];

    static readonly FarmerEvent[] Unworked = [PlantSent(N), Planted(N)];

    static readonly FarmerEvent Missed = new WorkMissed(Farmer, N, ByPooler, At);

    /// <summary>500 lost + 1 000 on average, 50 of it netted.</summary>
    static readonly CompensationDecided Decided = new(Farmer, N, Compensation.WorkFailure, Attribution.Pooler, 1_500, 50, "never worked", At);

    /// <summary>Just now: the exit waits a day from then.</summary>
    FarmerEvent[] Leaving => [new LeavingStarted(Farmer, Time.GetUtcNow()), new FarmerUnseated(Farmer, At)];

    IReadOnlyList<CompensationDecided> Written => [.. Journal.Written.OfType<CompensationDecided>()];

    static PayCompensation Pays(long amount = 1_450, char hash = 'f') => new(Farmer, N, new string(hash, 64), 1_070, [new KalePaid(Wallet(Farmer), amount)]);

    [Fact]
    public void Is_decided_at_once_where_he_has_a_past()
    {
        var farmer = Start([.. Past, .. Unworked]);
        Ask(farmer, new RecordMissedWork(Farmer, N, ByPooler)).ExpectMsg<WorkStanding>();
        var standing = Standing(farmer);
        Assert.Equal((0, 1_000, 1_450), (standing.OwedShareStroops, standing.MeanRewardStroops, Assert.Single(standing.OpenCompensations!).OpenStroops));
        Assert.Equal((1_500, 50), (Written.Single().AmountStroops, Written.Single().NettedStroops));
        Assert.Equal(1_450, Ask(farmer, new SettleCompensation(Farmer, N, 7)).ExpectMsg<CompensationStanding>().Compensation!.OpenStroops);
        Assert.Single(Written);
    }

    [Fact]
    public void Is_decided_after_a_restart_where_the_stop_came_in_between()
    {
        var farmer = Start([.. Past, .. Unworked, Missed]);
        AwaitAssert(() => Assert.Equal(1_450, Standing(farmer).OpenCompensations?.Single().OpenStroops));
        Assert.Single(Written);
    }

    [Fact]
    public void Without_a_past_he_waits_for_the_blocks_word_and_answers_when_it_is_on_disk()
    {
        var farmer = Start([.. Sharing, .. Unworked, Missed]);
        Assert.Null(Standing(farmer).OpenCompensations);
        Assert.Empty(Written);
        Assert.Equal(800, Ask(farmer, new SettleCompensation(Farmer, N, 300)).ExpectMsg<CompensationStanding>().Compensation!.AmountStroops);
        Assert.Equal(800, Ask(farmer, new SettleCompensation(Farmer, N, 999)).ExpectMsg<CompensationStanding>().Compensation!.AmountStroops);
        Assert.Single(Written);
    }

    [Fact]
    public void Nothing_owed_is_answered_too()
    {
        var farmer = Start([.. Past, .. WorkedIn(N)]);
        Assert.Null(Ask(farmer, new SettleCompensation(Farmer, N, 300)).ExpectMsg<CompensationStanding>().Compensation);
        Assert.Empty(Written);
    }

    [Fact]
    public void Is_marked_paid_once()
    {
        var farmer = Start([.. Past, .. Unworked, Missed, Decided]);
        Assert.StartsWith("amount", Ask(farmer, Pays(1_449)).ExpectMsg<FarmerRefused>().Failure.Message, StringComparison.Ordinal);
        Assert.Equal(Pays().TransactionHash, Ask(farmer, Pays()).ExpectMsg<CompensationStanding>().Compensation!.PaidHash);
        Assert.Equal(Pays().TransactionHash, Ask(farmer, Pays()).ExpectMsg<CompensationStanding>().Compensation!.PaidHash);
        Assert.Equal(ErrorCode.Conflict, Ask(farmer, Pays(hash: 'e')).ExpectMsg<FarmerRefused>().Failure.Code);
        Assert.Single(Journal.Written.OfType<CompensationPaid>());
        Assert.Null(Standing(farmer).OpenCompensations);
    }

    [Fact]
    public async Task A_payout_that_was_built_before_the_netting_is_built_anew()
    {
        var farmer = Start([.. Past, .. Unworked, new PayoutThresholdChanged(Farmer, 100, At)]);
        var first = await Acts.PreparingAsync(ActKind.Payout);
        Ask(farmer, new RecordMissedWork(Farmer, N, ByPooler)).ExpectMsg<WorkStanding>();
        Standing(farmer);
        first.Answer.SetResult(new Preparation.Ready(Envelope(ActKind.Payout), 0, new Payment("GPAYOUT", 225, "GPOOLER", 50)));
        await CarryOutAsync(ActKind.Payout, 0, Success(), 2, new Payment("GPAYOUT", 250));
        AwaitAssert(() => Assert.Equal(250, Standing(farmer).LastPayout?.KaleStroops));
        Assert.Equal(0, Journal.Written.OfType<PayoutSubmitted>().Single().Payment.ShareStroops);
    }

    [Fact]
    public async Task The_exit_waits_for_what_he_is_owed_and_goes_when_it_is_paid()
    {
        var farmer = Start([.. Past, .. Unworked, Missed, Decided, .. Leaving]);
        AwaitAssert(() => Assert.Equal((ErrorCode.NotReady, Attribution.Pooler), (Standing(farmer).LeavingFailure?.Code, Standing(farmer).LeavingFailure?.AttributedTo)));
        AssertNothingIsUnderWay(farmer);
        Ask(farmer, Pays()).ExpectMsg<CompensationStanding>();
        await CarryOutAsync(ActKind.Exit, 0, Success(), pays: new Payment("GPAYOUT", 500));
        AwaitAssert(() => Assert.Equal(FarmerStatus.Departed, Standing(farmer).Status));
        Assert.Single(Journal.Written.OfType<ExitRefused>());
    }

    [Fact]
    public async Task The_exit_nets_the_last_share_first_and_waits_no_longer_than_a_day()
    {
        FarmerEvent[] more =
        [
            PlantSent(N + 1), Planted(N + 1) with { RewardShare = 0.05m }, Worked(N + 1), HarvestSent(N + 1),
            new HarvestSettled(Farmer, N + 1, ActResult.Success, 200, 500, 1060, 100, HarvestSent(N + 1).Act.Hash, null, At, 10),
        ];
        var farmer = Start([.. Past, .. Unworked, Missed, Decided, .. more, .. Leaving]);
        AwaitAssert(() => Assert.Equal(ErrorCode.NotReady, Standing(farmer).LeavingFailure?.Code));
        Assert.Equal(10, Journal.Written.OfType<CompensationNetted>().Single().NettedStroops);
        Assert.Equal(0, Standing(farmer).OwedShareStroops);
        Advance(ExitAgain);
        AssertNothingIsUnderWay(farmer);
        Advance(CompensationRule.ExitWaits);
        await CarryOutAsync(ActKind.Exit, 0, Success(), pays: new Payment("GPAYOUT", 700));
        AwaitAssert(() => Assert.Equal(FarmerStatus.Departed, Standing(farmer).Status));
        // The debt stays, to the payout wallet.
        Assert.Equal(1_440, Assert.Single(Standing(farmer).OpenCompensations!).OpenStroops);
        Ask(farmer, new PayCompensation(Farmer, N, new string('f', 64), 1_070, [new KalePaid("GPAYOUT", 1_440)])).ExpectMsg<CompensationStanding>();
        Assert.Null(Standing(farmer).OpenCompensations);
    }
}
