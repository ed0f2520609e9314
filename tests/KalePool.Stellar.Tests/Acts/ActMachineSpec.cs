using KalePool.Stellar.Acts;

namespace KalePool.Stellar.Tests.Acts;

public sealed class ActMachineSpec
{
    const uint BuiltAfter = 1000;
    const uint MaxLedger = 1050;
    const long MaxTime = 5000;

    static readonly ActEnvelope Act = new(new string('a', 64), "AAAA", "GABC", 77, MaxLedger, MaxTime, BuiltAfter);

    static readonly ActOutcome Landed = new ActOutcome.Success(1003, 4000, "r", "m");

    static (ActMachine State, ActStep Step) Sent(string? refusal = null) => ActMachine.Start(Act, resumed: false).State.Next(new Observation.Sent(refusal));

    static Observation.NotFound Missing(uint latest, long closeTime = 4000, uint oldest = 1) => new(latest, closeTime, oldest);

    [Fact]
    public void A_new_act_is_sent_first() => Assert.IsType<ActStep.Send>(ActMachine.Start(Act, resumed: false).Step);

    [Fact]
    public void A_resumed_act_is_looked_up_before_anything_is_sent()
    {
        var (state, step) = ActMachine.Start(Act, resumed: true);
        Assert.IsType<ActStep.LookUp>(step);
        Assert.Equal(new ActStep.Settle(Landed), state.Next(new Observation.Applied(Landed)).Step);
    }

    [Fact]
    public void A_resumed_act_that_is_not_found_is_sent_again_while_it_may_still_land() =>
        Assert.IsType<ActStep.Send>(ActMachine.Start(Act, resumed: true).State.Next(Missing(1002)).Step);

    [Theory]
    [InlineData(null)]
    [InlineData("TRY_AGAIN_LATER")]
    [InlineData("ERROR txBAD_SEQ")]
    [InlineData("ERROR txTOO_LATE")]
    public void No_answer_to_a_sending_settles_anything(string? refusal) => Assert.IsType<ActStep.Wait>(Sent(refusal).Step);

    [Fact]
    public void Silence_settles_nothing()
    {
        var (state, _) = Sent();
        Assert.IsType<ActStep.Wait>(state.Next(new Observation.Silence("time-out")).Step);
    }

    [Fact]
    public void What_the_queue_took_is_left_alone_for_as_long_as_the_queue_keeps_it()
    {
        var (state, _) = Sent();
        for (var ledger = BuiltAfter + 1; ledger < BuiltAfter + 5; ledger++)
        {
            (state, var step) = state.Next(Missing(ledger));
            Assert.IsType<ActStep.Wait>(step);
        }
        Assert.IsType<ActStep.Send>(state.Next(Missing(BuiltAfter + 5)).Step);
    }

    [Fact]
    public void What_the_queue_refused_is_sent_again_after_the_next_ledger()
    {
        var (state, _) = Sent("TRY_AGAIN_LATER");
        Assert.IsType<ActStep.Wait>(state.Next(Missing(BuiltAfter)).Step);
        Assert.IsType<ActStep.Send>(state.Next(Missing(BuiltAfter + 1)).Step);
    }

    [Fact]
    public void Not_found_after_the_time_bound_by_a_node_that_remembers_has_not_happened()
    {
        var (state, _) = Sent("TRY_AGAIN_LATER");
        Assert.Equal(new ActStep.Settle(new ActOutcome.NotHappened("TRY_AGAIN_LATER")), state.Next(Missing(1010, MaxTime + 1)).Step);
    }

    [Fact]
    public void At_the_time_bound_itself_it_may_still_land()
    {
        var (state, _) = Sent();
        Assert.IsNotType<ActStep.Settle>(state.Next(Missing(1004, MaxTime)).Step);
    }

    [Fact]
    public void Past_the_ledger_bound_an_unused_sequence_number_says_that_it_has_not_happened()
    {
        var (state, _) = Sent();
        (state, var step) = state.Next(Missing(MaxLedger));
        Assert.IsType<ActStep.ReadSource>(step);
        Assert.IsType<ActStep.Settle>(state.Next(new Observation.Source(MaxLedger, Act.Sequence - 1)).Step);
    }

    [Theory]
    [InlineData(MaxLedger - 1, 76L)]
    [InlineData(MaxLedger, 77L)]
    [InlineData(MaxLedger, null)]
    public void A_node_that_lags_or_a_used_sequence_number_or_an_absent_source_say_nothing(uint latest, long? sequence)
    {
        var (state, _) = Sent();
        (state, _) = state.Next(Missing(MaxLedger));
        Assert.IsNotType<ActStep.Settle>(state.Next(new Observation.Source(latest, sequence)).Step);
    }

    [Fact]
    public void A_node_that_does_not_remember_cannot_say_not_found()
    {
        var (state, _) = Sent();
        Assert.IsType<ActStep.ReadSource>(state.Next(Missing(9000, MaxTime + 1, BuiltAfter + 2)).Step);
    }

    [Theory]
    [InlineData(76L, typeof(ActOutcome.NotHappened))]
    [InlineData(77L, typeof(ActOutcome.Unknown))]
    [InlineData(null, typeof(ActOutcome.Unknown))]
    public void Beyond_the_nodes_memory_only_the_sequence_number_decides(long? sequence, Type outcome)
    {
        var (state, _) = Sent();
        (state, _) = state.Next(Missing(9000, MaxTime + 1, BuiltAfter + 2));
        var settled = Assert.IsType<ActStep.Settle>(state.Next(new Observation.Source(9000, sequence)).Step);
        Assert.IsType(outcome, settled.Outcome);
    }

    [Fact]
    public void A_node_that_remembers_again_is_believed_again()
    {
        var (state, _) = Sent();
        (state, _) = state.Next(Missing(1020, MaxTime + 1, BuiltAfter + 2));
        (state, _) = state.Next(new Observation.Silence("time-out"));
        Assert.Equal(new ActStep.Settle(Landed), state.Next(new Observation.Applied(Landed)).Step);
    }

    [Fact]
    public void What_one_node_has_forgotten_is_not_put_together_with_the_sequence_number_at_another()
    {
        var (state, _) = Sent();
        (state, _) = state.Next(Missing(9000, MaxTime + 1, BuiltAfter + 2) with { Node = "a" });
        Assert.IsType<ActStep.Wait>(state.Next(new Observation.Source(9000, 77, "b")).Step);
        Assert.IsType<ActStep.Settle>(state.Next(new Observation.Source(9000, 77, "a")).Step);
    }
}
