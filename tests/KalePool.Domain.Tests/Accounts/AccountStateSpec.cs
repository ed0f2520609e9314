using KalePool.Domain.Accounts;
using KalePool.Domain.Farmers;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Accounts;

public sealed class AccountStateSpec
{
    const string Account = AccountIds.Operator;

    static readonly Guid A = Id(1);
    static readonly Guid B = Id(2);
    static readonly Guid Batch = Id(50);

    static AccountState State(params AccountEvent[] events) => events.Aggregate(AccountState.Empty, (s, e) => s.Apply(e));

    static AccountBatchSubmitted Sent(BatchKind kind = BatchKind.Harvest, params Guid[] farmers) => new(Account, Batch, kind, [new BatchPart(Key, farmers)], [], Envelope('d'), Now);

    static AccountBatchSettled Ended(ActResult result, params MemberOutcome[] outcomes) => new(Account, Batch, BatchKind.Harvest, result, outcomes, 1061, 100, Envelope('d').Hash, null, Now);

    static MemberStep StepOf(AccountState s, Guid farmer, BatchKind kind = BatchKind.Harvest) => s.StepOf(kind, Key, farmer);

    [Fact]
    public void Who_succeeded_is_to_be_told_and_who_failed_is_given_back()
    {
        var s = State(Sent(BatchKind.Harvest, A, B), Ended(ActResult.Success, new MemberOutcome(true, 900, 500, 0), new MemberOutcome(false, 0, 0, 0, "PailMissing")));
        Assert.Equal((null, MemberStep.Settled, MemberStep.Released, false), (s.Open, StepOf(s, A), StepOf(s, B), s.IsIdle));
        var member = Assert.Single(s.Undelivered[Batch].Members);
        Assert.Equal(new RecordBatchHarvest(A, N, Batch, Envelope('d').Hash, 1061, 900, 500), AccountDecisions.Delivery(s.Undelivered[Batch], member));
        var told = s.Apply(new AccountBatchDelivered(Account, Batch, Now));
        Assert.Equal((MemberStep.Delivered, true), (StepOf(told, A), told.IsIdle));
        Assert.Equal((A, B), (told.Carried(Account, Key, [A, B]).Delivered.Single(), told.Carried(Account, Key, [A, B]).Released.Single()));
    }

    [Fact]
    public void A_harvest_that_has_not_happened_is_free_again_and_one_that_failed_as_a_whole_is_not()
    {
        Assert.Equal(MemberStep.Free, StepOf(State(Sent(BatchKind.Harvest, A), Ended(ActResult.NotHappened)), A));
        Assert.Equal(MemberStep.Released, StepOf(State(Sent(BatchKind.Harvest, A), Ended(ActResult.Failed)), A));
        Assert.Equal(MemberStep.Released, StepOf(State(Sent(BatchKind.Harvest, A), Ended(ActResult.Unknown)), A));
        Assert.Equal(MemberStep.Released, StepOf(State(Sent(BatchKind.Rescue, A), Ended(ActResult.NotHappened)), A, BatchKind.Rescue));
    }

    [Fact]
    public void Who_was_in_a_batch_of_works_may_be_in_the_next_one_for_better_zeros()
    {
        var sent = State(Sent(BatchKind.Work, A, B));
        Assert.Equal(MemberStep.InBatch, StepOf(sent, A, BatchKind.Work));
        var s = sent.Apply(Ended(ActResult.Success, new MemberOutcome(true, 0, 0, 20, Zeros: 6), new MemberOutcome(false, 0, 0, 0, "ZeroCountTooLow", 5)));
        Assert.Equal((MemberStep.Settled, MemberStep.Free), (StepOf(s, A, BatchKind.Work), StepOf(s, B, BatchKind.Work)));
        Assert.Equal(new RecordBatchWork(A, N, Batch, Envelope('d').Hash, 1061, 6, 20), AccountDecisions.Delivery(s.Undelivered[Batch], s.Undelivered[Batch].Members.Single()));
        var told = s.Apply(new AccountBatchDelivered(Account, Batch, Now));
        Assert.Equal(MemberStep.Free, StepOf(told, A, BatchKind.Work));
        Assert.Equal(MemberStep.InBatch, StepOf(told.Apply(Sent(BatchKind.Work, A)), A, BatchKind.Work));
        Assert.All([ActResult.NotHappened, ActResult.Failed, ActResult.Unknown], r => Assert.Equal(MemberStep.Free, StepOf(sent.Apply(Ended(r)), A, BatchKind.Work)));
    }

    [Fact]
    public void A_compensation_is_under_way_until_the_farmer_has_it_and_in_doubt_where_nobody_knows()
    {
        KalePaid[] paid = [new("GWALLET", 900)];
        var sent = State(Sent(BatchKind.Compensation, A));
        var s = sent.Apply(Ended(ActResult.Success, new MemberOutcome(true, 0, 0, 0, Payments: paid)));
        Assert.Equal(MemberStep.Settled, StepOf(s, A, BatchKind.Compensation));
        var told = Assert.IsType<PayCompensation>(AccountDecisions.Delivery(s.Undelivered[Batch], s.Undelivered[Batch].Members.Single()));
        Assert.Equal((A, N, Envelope('d').Hash, 1061u, paid), (told.FarmerId, told.Block, told.TransactionHash, told.Ledger, told.Payments));
        Assert.Equal((MemberStep.Free, 0), s.Apply(new AccountBatchDelivered(Account, Batch, Now)) is var d ? (StepOf(d, A, BatchKind.Compensation), d.InDoubt.Count) : default);
        Assert.Empty(sent.Apply(Ended(ActResult.NotHappened)).InDoubt);
        Assert.Empty(sent.Apply(Ended(ActResult.Failed)).InDoubt);
        Assert.Equal(new MemberKey(BatchKind.Compensation, Key, A), Assert.Single(sent.Apply(Ended(ActResult.Unknown)).InDoubt));
    }

    [Fact]
    public void One_transaction_at_a_time_and_nobody_in_two()
    {
        Assert.Throws<InvalidOperationException>(() => State(Sent(BatchKind.Harvest, A), Sent(BatchKind.Harvest, B)));
        Assert.Throws<InvalidOperationException>(() => State(Sent(BatchKind.Harvest, A), Ended(ActResult.Failed), Sent(BatchKind.Harvest, A)));
        Assert.Throws<InvalidOperationException>(() => State(Ended(ActResult.Failed)));
        Assert.Throws<InvalidOperationException>(() => State(Sent(BatchKind.Harvest, A, B), Ended(ActResult.Success, new MemberOutcome(true, 900, 500, 0))));
        Assert.Throws<InvalidOperationException>(() => State(Sent(BatchKind.Harvest, A)).Apply(new AccountBatchDelivered(Account, Batch, Now)));
    }

    [Fact]
    public void Parts_are_few_and_even_and_the_same_again()
    {
        var plan = new BatchPlan([AccountIds.Channel(1), AccountIds.Channel(2)], 74);
        var farmers = Enumerable.Range(1, 100).Select(Id).ToList();
        var parts = plan.PartsOf(Key, farmers, plan.MaxHarvests);
        Assert.Equal([50, 50], parts.Select(p => p.FarmerIds.Count));
        Assert.Equal(2, parts.Select(p => p.AccountId).Distinct().Count());
        Assert.Equal(farmers, parts.SelectMany(p => p.FarmerIds));
        Assert.Equal(parts.Select(p => p.AccountId), plan.PartsOf(Key, farmers, plan.MaxHarvests).Select(p => p.AccountId));
        Assert.Equal(AccountIds.Operator, Assert.Single(BatchPlan.None.PartsOf(Key, [A], 74)).AccountId);
    }
}
