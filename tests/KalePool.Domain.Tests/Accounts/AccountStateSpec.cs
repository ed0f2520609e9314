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
