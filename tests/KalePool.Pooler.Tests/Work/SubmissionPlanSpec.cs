using KalePool.Pooler.Work;

namespace KalePool.Pooler.Tests.Work;

public sealed class SubmissionPlanSpec
{
    static readonly DateTimeOffset Opened = DateTimeOffset.UnixEpoch.AddDays(20_000);
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>A block of 60 s with ledgers of 1 s: hard stop at 58 s, latest start at 56.4 s.</summary>
    static readonly RoundTimes Times = RoundTimes.Of(Opened, 60 * Second, 56.4 * Second, Second);

    static FarmerRound Farmer(string name, int zeros, uint planted = 100, uint? worked = null) =>
        new(Guid.NewGuid(), name, Wallets.Pail(planted, worked is null ? null : 5, worked), Wallets.Hash(zeros));

    static SubmissionPlan.Input At(double seconds, uint ledger, params FarmerRound[] farmers) =>
        new(Opened + seconds * Second, Times, 2 * Second, ledger, 20, 6, 0, farmers);

    /// <summary>Wallets that go together, joined; null when nobody goes.</summary>
    static string? Next(SubmissionPlan.Input input) => SubmissionPlan.Next(input) is { Count: > 0 } farmers ? string.Join('+', farmers.Select(farmer => farmer.Wallet)) : null;

    [Fact]
    public void Hard_stop_is_two_ledgers_before_the_boundary_and_no_start_is_later()
    {
        Assert.Equal(Opened + 58 * Second, Times.HardStop);
        Assert.Equal(Opened + 56.4 * Second, Times.LatestStart);
        Assert.Equal(Opened + 290 * Second, RoundTimes.Of(Opened, 300 * Second, 299 * Second, 5 * Second).LatestStart);
    }

    [Fact]
    public void Waits_while_hashing_may_still_gain_something() => Assert.Null(Next(At(30, 130, Farmer("a", 4))));

    [Fact]
    public void Submits_at_once_when_most_zeros_and_most_gap_are_reached()
    {
        Assert.Null(Next(At(18, 118, Farmer("a", 6))));
        Assert.Equal("a", Next(At(19, 119, Farmer("a", 6), Farmer("b", 5))));
    }

    [Theory]
    [InlineData(1, 55.5)]
    [InlineData(4, 48)]
    [InlineData(12, 28)]
    public void Begins_early_enough_for_all(int farmers, double start)
    {
        var all = Enumerable.Range(0, farmers).Select(i => Farmer($"f{i:00}", 4)).ToArray();
        Assert.Equal(Opened + start * Second, SubmissionPlan.StartOf(At(0, 100, all)));
        Assert.Null(Next(At(start - 0.1, 130, all)));
        Assert.NotNull(Next(At(start, 130, all)));
    }

    [Fact]
    public void Counts_those_who_are_expected_but_not_seen_yet() =>
        Assert.Equal(Opened + 28 * Second, SubmissionPlan.StartOf(At(0, 100, Farmer("a", 4)) with { Expected = 12 }));

    [Fact]
    public void Sends_first_who_is_least_likely_to_improve_then_who_waited_longest() => Assert.Equal(
        "c", Next(At(56, 150, Farmer("a", 3), Farmer("b", 5, planted: 102), Farmer("c", 5, planted: 101))));

    [Fact]
    public void Sends_nothing_after_the_hard_stop() => Assert.Null(Next(At(58, 150, Farmer("a", 6))));

    [Fact]
    public void Needs_a_pail_that_is_a_ledger_old_and_a_hash()
    {
        Assert.Null(Next(At(57, 150, Farmer("a", 6, planted: 151))));
        Assert.Null(Next(At(57, 150, Farmer("a", 6) with { Pail = null })));
        Assert.Null(Next(At(57, 150, Farmer("a", 6) with { Best = null })));
    }

    [Fact]
    public void Gives_up_on_a_farmer_after_too_many_failures() =>
        Assert.Null(Next(At(57, 150, Farmer("a", 6) with { Failures = FarmerRound.MostFailures })));

    [Fact]
    public void Does_not_send_again_what_has_landed_and_is_not_read_yet() =>
        Assert.Null(Next(At(57, 150, Farmer("a", 5) with { Sent = Wallets.Hash(5) })));

    [Fact]
    public void Improves_a_weaker_work_only_when_nobody_waits_for_a_first_one()
    {
        var improvable = Farmer("a", 5, worked: 4);
        Assert.Null(Next(At(52, 150, improvable)));
        Assert.Equal("a", Next(At(54, 150, improvable)));
        Assert.Equal("b", Next(At(55.5, 150, improvable, Farmer("b", 2))));
        Assert.Null(Next(At(57, 150, improvable)));
        Assert.Null(Next(At(55.5, 150, Farmer("a", 4, worked: 4))));
        Assert.Null(Next(At(55.5, 150, Farmer("a", 8, worked: 6))));
    }

    [Fact]
    public void Measures_the_pace_and_never_assumes_less_than_a_ledger()
    {
        Assert.Equal(2 * Second, SubmissionPace.Unknown.Each(Second));
        Assert.Equal(Second, SubmissionPace.Unknown.With(0.1 * Second).Each(Second));
        var pace = Enumerable.Range(1, 20).Aggregate(SubmissionPace.Unknown, (sum, i) => sum.With(i * Second));
        Assert.Equal((20, 18 * Second), (pace.Last.Count, pace.Each(Second)));
        Assert.Equal(3 * Second, SubmissionPace.Unknown.With(3 * Second).With(2 * Second).With(3 * Second).With(60 * Second).Each(Second));
    }

    [Fact]
    public void Decides_again_at_the_deadline_itself_and_often_from_then_on()
    {
        var four = Enumerable.Range(0, 4).Select(i => Farmer($"{i}", 4)).ToArray();
        Assert.Equal(Opened + 45.5 * Second, SubmissionPlan.NextMoment(At(10, 110, four)));
        Assert.Equal(Opened + 50.25 * Second, SubmissionPlan.NextMoment(At(50, 150, four)));
        Assert.Equal(Opened + 58 * Second, SubmissionPlan.NextMoment(At(57.9, 157, four)));
        Assert.Null(SubmissionPlan.NextMoment(At(58, 158, four)));
    }

    /// <summary>However quick submissions were: one started at the last moment has two ledgers and more.</summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(3)]
    public void No_deadline_is_nearer_to_the_boundary_than_two_ledgers_nor_later_than_the_delay(double seconds)
    {
        var each = Enumerable.Repeat(seconds * Second, 10).Aggregate(SubmissionPace.Unknown, (pace, one) => pace.With(one)).Each(Second);
        var start = SubmissionPlan.StartOf(At(0, 100, Farmer("a", 4)) with { Each = each });
        Assert.InRange(Times.Boundary - start, 2 * Second + each, TimeSpan.MaxValue);
        Assert.True(start <= Times.LatestStart);
    }

    [Theory]
    [InlineData(55.5, true, false)]
    [InlineData(55.6, true, true)]
    [InlineData(57.9, false, false)]
    [InlineData(58, false, true)]
    public void Is_over_when_nothing_that_is_found_could_be_sent(double seconds, bool isWorked, bool isOver) => Assert.Equal(
        isOver, SubmissionPlan.IsOver(At(seconds, 150, Farmer("a", 4, worked: isWorked ? 4 : null), Farmer("b", 4, worked: 4))));

    [Fact]
    public void Is_not_over_while_somebody_is_expected()
    {
        Assert.False(SubmissionPlan.IsOver(At(57, 150, Farmer("a", 4, worked: 4)) with { Expected = 2 }));
        Assert.True(SubmissionPlan.IsOver(At(57, 150, Farmer("a", 4) with { Failures = FarmerRound.MostFailures })));
    }

    /// <summary>With a router: three works in one transaction.</summary>
    static SubmissionPlan.Input Routed(double seconds, uint ledger, params FarmerRound[] farmers) => At(seconds, ledger, farmers) with { Together = 3 };

    [Fact]
    public void Through_the_router_all_go_together_when_the_youngest_pail_has_the_most_gap()
    {
        Assert.Null(Next(Routed(30, 120, Farmer("a", 4), Farmer("b", 5, planted: 102))));
        Assert.Equal("b+a", Next(Routed(30, 121, Farmer("a", 4), Farmer("b", 5, planted: 102))));
    }

    [Fact]
    public void Through_the_router_one_who_is_full_waits_for_the_others_and_for_those_who_are_expected()
    {
        Assert.Null(Next(Routed(19, 119, Farmer("a", 6), Farmer("b", 5, planted: 110))));
        Assert.Null(Next(Routed(19, 119, Farmer("a", 6)) with { Expected = 2 }));
        Assert.Null(Next(Routed(19, 119, Farmer("a", 6), Farmer("b", 5) with { Pail = null })));
    }

    [Fact]
    public void Those_who_are_worked_or_given_up_hold_up_nobody() => Assert.Equal(
        "a", Next(Routed(19, 119, Farmer("a", 4), Farmer("b", 5, planted: 118, worked: 5), Farmer("c", 5, planted: 118) with { Failures = FarmerRound.MostFailures })));

    [Fact]
    public void A_transaction_holds_no_more_than_it_may_and_one_submission_is_enough_for_so_many()
    {
        var four = Enumerable.Range(0, 4).Select(i => Farmer($"{i}", 4)).ToArray();
        Assert.Equal("0+1+2", Next(Routed(30, 130, four)));
        Assert.Equal(Opened + 53 * Second, SubmissionPlan.StartOf(Routed(0, 100, four)));
        Assert.Equal(Opened + 55.5 * Second, SubmissionPlan.StartOf(Routed(0, 100, four) with { Lanes = 2 }));
        Assert.Equal(Opened + 55.5 * Second, SubmissionPlan.StartOf(At(0, 100, four) with { Lanes = 4 }));
    }

    [Fact]
    public void One_who_failed_among_others_is_tried_again_alone_and_half_of_them_after_all_failed()
    {
        var alone = Farmer("a", 5) with { Failures = 1, MostTogether = 1 };
        Assert.Equal("a", Next(Routed(56, 150, alone, Farmer("b", 4), Farmer("c", 4))));
        Assert.Equal("b+c", Next(Routed(56, 150, alone with { Best = Wallets.Hash(3) }, Farmer("b", 4), Farmer("c", 4))));
        var half = Enumerable.Range(0, 3).Select(i => Farmer($"{i}", 4) with { Failures = 1, MostTogether = 2 }).ToArray();
        Assert.Equal("0+1", Next(Routed(56, 150, half)));
    }

    [Fact]
    public void Who_is_under_way_is_not_sent_again_before_the_outcome()
    {
        Assert.Null(Next(At(57, 150, Farmer("a", 5) with { IsUnderWay = true })));
        Assert.Equal("b", Next(At(57, 150, Farmer("a", 5) with { IsUnderWay = true }, Farmer("b", 4))));
    }

    [Fact]
    public void Improvements_go_together_too() =>
        Assert.Equal("b+a", Next(Routed(54, 150, Farmer("a", 5, worked: 4), Farmer("b", 6, worked: 4), Farmer("c", 4, worked: 4))));

    [Theory]
    [InlineData(120u, null, true)]
    [InlineData(120u, 4u, true)]
    [InlineData(120u, 5u, false)]
    [InlineData(120u, 6u, false)]
    [InlineData(119u, null, false)]
    public void A_pail_that_lacks_a_work_from_its_ledger_on_contradicts_who_said_it_was_applied(uint ledger, uint? zeros, bool isContradicted) => Assert.Equal(
        isContradicted, (Farmer("a", 5) with { Sent = Wallets.Hash(5), SentLedger = 120 }).IsContradicted(Wallets.Pail(100, zeros is null ? null : 20, zeros), ledger));
}
