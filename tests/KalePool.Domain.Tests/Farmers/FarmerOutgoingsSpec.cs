using KalePool.Contracts.Errors;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Farmers;

/// <summary>What leaves a wallet is an act of the journal's, one that it has lost, or somebody else's; nothing is counted twice.</summary>
public sealed class FarmerOutgoingsSpec
{
    static readonly Payment Paid = new("GPAYOUT", 500, "GPOOLER", 50);

    /// <summary>1 000 in the wallet, 60 of it owed to the pooler.</summary>
    static readonly FarmerEvent[] Rich =
    [
        new FarmerRegistered(Farmer, Pooler, "GWALLET", "GPAYOUT", 0.5m, "token", Now), new FarmerActivated(Farmer, Now), new FarmerSeated(Farmer, Now, 0.05m, "GPOOLER"),
        PlantSent(N), new PlantSettled(Farmer, N, ActResult.Success, 500, 1001, 100, Envelope('a').Hash, null, Now, 0.05m), Worked(N),
        HarvestSent(N), new HarvestSettled(Farmer, N, ActResult.Success, 1_200, 500, 1060, 100, Envelope('b').Hash, null, Now, 60),
        new DepositRecorded(Farmer, 300, "GSOMEBODY", "dd", 1061, "1", Now), new OutgoingRecorded(Farmer, 500, "GTHIEF", "ee", 1062, Now),
    ];

    static RecordOutgoing Told(string? memo, params OutgoingLeg[] legs) => new(Farmer, legs, memo, "outer", "inner", 1100, 200);

    static string Memo(string kind, int number) => PaymentMemo.Of(kind, Farmer, (ulong)number).ToHex();

    static T Event<T>(FarmerState s, FarmerCommand command) where T : FarmerEvent => Assert.IsType<T>(Assert.IsType<FarmerDecision.Persist>(s.Decide(command, Now)).Event);

    [Fact]
    public void A_payout_of_a_lost_journal_is_known_by_its_memo()
    {
        var s = State(Rich);
        var told = Told(Memo(PaymentMemo.Payout, 1), new("GPOOLER", 50), new("GPAYOUT", 500));
        var recovered = Event<PaymentRecovered>(s, told);
        Assert.Equal(new PaymentRecovered(Farmer, PaymentMemo.Payout, 1, Paid, 50, "inner", 1100, 200, Now), recovered);
        var after = s.Apply(recovered);
        Assert.Equal((s.BalanceStroops - 550, 10L, 1, true, "inner"), (after.BalanceStroops, after.OwedShareStroops, after.PayoutsMade, after.IsPaidUp, after.LastPayout!.TransactionHash));
        Assert.IsType<FarmerDecision.Repeat>(after.Decide(told, Now));
        Assert.Throws<InvalidOperationException>(() => after.Apply(recovered));
    }

    [Fact]
    public void Payouts_that_are_lost_beyond_memory_leave_a_gap_in_the_numbers()
    {
        var after = State(Rich).Apply(Event<PaymentRecovered>(State(Rich), Told(Memo(PaymentMemo.Payout, 7), new OutgoingLeg("GANOTHER", 5))));
        Assert.Equal((7, "GPAYOUT"), (after.PayoutsMade, after.PayoutWallet));
    }

    [Fact]
    public void A_share_that_lost_harvests_earned_settles_no_other_debt()
    {
        var recovered = Event<PaymentRecovered>(State(Rich), Told(Memo(PaymentMemo.Payout, 1), new("GPOOLER", 400), new("GPAYOUT", 500)));
        Assert.Equal((400, 60), (recovered.Payment.ShareStroops, recovered.SettledShareStroops));
        var after = State(Rich).Apply(recovered);
        Assert.Equal((State(Rich).BalanceStroops - 900, 0), (after.BalanceStroops, after.OwedShareStroops));
    }

    [Fact]
    public void An_exit_of_a_lost_journal_ends_as_every_exit_does()
    {
        var s = State(Rich);
        var recovered = Event<PaymentRecovered>(s, Told(Memo(PaymentMemo.Exit, 1), new OutgoingLeg("GPAYOUT", 1_000)));
        Assert.Equal((0, 60), (recovered.SettledShareStroops, recovered.Payment.ForgoneShareStroops));
        var after = s.Apply(recovered);
        Assert.Equal((FarmerStatus.Leaving, true, true, "inner", 0L), (after.Status, after.IsSeated, after.ExitWasSent, after.ExitHash, after.OwedShareStroops));
        Assert.Equal(0, after.PayoutsMade);
        Assert.NotNull(after.Apply(new FarmerUnseated(Farmer, Now)).NextOfLeaving());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("00")]
    public void What_no_memo_tells_of_is_somebody_elses(string? memo)
    {
        var out1 = Event<OutgoingRecorded>(State(Rich), Told(memo, new("GTHIEF", 50), new("CSOMEWHERE", 20)));
        Assert.Equal(new OutgoingRecorded(Farmer, 70, "GTHIEF", "outer", 1100, Now), out1);
        Assert.Equal(State(Rich).BalanceStroops - 70, State(Rich).Apply(out1).BalanceStroops);
    }

    [Fact]
    public void What_the_journal_knows_is_not_counted_again()
    {
        var told = Told(Memo(PaymentMemo.Payout, 1), new OutgoingLeg("GPAYOUT", 500)) with { InnerHash = Envelope('c').Hash };
        FarmerEvent sent = new PayoutSubmitted(Farmer, 1, new Payment("GPAYOUT", 500), Envelope('c'), Now);
        var open = State([.. Rich, sent]);
        Assert.IsType<FarmerDecision.Repeat>(open.Decide(told, Now));
        // Another one than what is under way: that must end first.
        Assert.IsType<FarmerDecision.Queue>(open.Decide(told with { InnerHash = "another" }, Now));
        var paid = open.Apply(new PayoutSettled(Farmer, 1, ActResult.Success, new Payment("GPAYOUT", 500), 1100, 200, Envelope('c').Hash, null, Now));
        Assert.IsType<FarmerDecision.Repeat>(paid.Decide(told, Now));
        Assert.IsType<FarmerDecision.Repeat>(State([.. Rich, new LeavingStarted(Farmer, Now), new FarmerDeparted(Farmer, Now)]).Decide(told, Now));
        Assert.IsType<FarmerDecision.Repeat>(State([.. Rich, new BalanceCorrected(Farmer, -500, State(Rich).BalanceStroops - 500, 1100, "why", Now)]).Decide(told, Now));
    }

    [Fact]
    public void A_payout_in_doubt_is_found_by_its_transfer_or_by_that_of_another_in_its_stead()
    {
        var doubt = new Payment("GPAYOUT", 500);
        var s = State([.. Rich, new PayoutSubmitted(Farmer, 1, doubt, Envelope('c'), Now), new PayoutSettled(Farmer, 1, ActResult.Unknown, doubt, 0, 0, Envelope('c').Hash, Lost, Now)]);
        var told = Told(Memo(PaymentMemo.Payout, 1), new OutgoingLeg("GPAYOUT", 500));
        var found = Event<PayoutFound>(s, told with { InnerHash = Envelope('c').Hash });
        Assert.Equal((1100u, 0u), s.Apply(found) is var after ? (after.LastOutgoingLedger, after.CorrectedLedger) : default);
        var instead = Event<PaymentRecovered>(s, told);
        Assert.Equal(Envelope('c').Hash, instead.InsteadOf);
        Assert.Null(s.Apply(instead).PayoutInDoubt);
    }

    [Fact]
    public void A_loss_is_answered_for_by_the_operator_who_has_seen_it()
    {
        var s = State([.. Rich, new BalanceCorrected(Farmer, -100, State(Rich).BalanceStroops - 100, 1100, "why", Now)]);
        s = s.Apply(new BalanceCorrected(Farmer, 30, s.BalanceStroops + 30, 1101, "why", Now));
        Assert.Equal(100, s.UnexplainedLossStroops);
        Assert.Equal(ErrorCode.Conflict, Assert.IsType<FarmerDecision.Reject>(s.Decide(new AcceptLoss(Farmer, 70, null, "x"), Now)).Failure.Code);
        Assert.Equal(ErrorCode.Conflict, Assert.IsType<FarmerDecision.Reject>(s.Decide(new AcceptLoss(Farmer, 100, -1, "x"), Now)).Failure.Code);
        var after = s.Apply(Event<LossAccepted>(s, new AcceptLoss(Farmer, 100, 3, "x")));
        Assert.Equal((0, 3), (after.UnexplainedLossStroops, after.PayoutsMade));
        Assert.IsType<FarmerDecision.Repeat>(after.Decide(new AcceptLoss(Farmer, 100, 3, "x"), Now));
    }

    /// <summary>Whatever took it, or if it never came: what is left of the debt is not more than a share of what was there.</summary>
    [Theory]
    [InlineData(10_000, 500)]
    [InlineData(19, 0)]
    [InlineData(long.MaxValue, 1_000)]
    public void The_share_of_a_loss_is_not_owed_any_more(long loss, long forgone)
    {
        var s = State(Rich) with { OwedShareStroops = 1_000, ShareRate = 0.05m, UnexplainedLossStroops = loss };
        var accepted = Event<LossAccepted>(s, new AcceptLoss(Farmer, loss, null, "x"));
        Assert.Equal(forgone, accepted.ForgoneShareStroops);
        Assert.Equal(1_000 - forgone, s.Apply(accepted).OwedShareStroops);
        Assert.Throws<InvalidOperationException>(() => s.Apply(accepted with { ForgoneShareStroops = 1_001 }));
    }
}
