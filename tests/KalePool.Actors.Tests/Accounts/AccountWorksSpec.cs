using Akka.Actor;
using Akka.TestKit;
using KalePool.Actors.Accounts;
using KalePool.Actors.Farmers;
using KalePool.Actors.Ports;
using KalePool.Actors.Tests.Kit;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Accounts;

/// <summary>Works that poolers have handed over, in batches of a shared account.</summary>
public sealed class AccountWorksSpec : PoolKit
{
    const string Account = "channel-1";

    static readonly Guid A = Id(1);
    static readonly Guid B = Id(2);
    static readonly DueEntity Row = new(DueEntity.Account, Account);

    readonly FakeAccountActs _acts = new();
    readonly FakeDueList _due = new();
    readonly TestProbe _farmers;
    readonly TestProbe _block;

    public AccountWorksSpec(ITestOutputHelper output) : base(output) => (_farmers, _block) = (CreateTestProbe(), CreateTestProbe());

    IActorRef Start() => Sys.ActorOf(Props.Create(() => new AccountActor(
        Account, _acts, new BatchPlan(new[] { Account }, 3), _due, Time, new Required<FarmerActor>(_farmers.Ref), new Required<AccountActor>(_farmers.Ref))));

    static HandedWork Work(Guid farmer, int zeros = 2) => new(farmer, (ulong)zeros, new string('0', zeros).PadRight(64, 'f'));

    void Ask(IActorRef account, params HandedWork[] works) => account.Tell(new CarryWorks(Account, Key, [.. works.Select(w => new WorkEntry(Wallet(w.FarmerId), w))]), _block);

    async Task<FakeAccountActs.Preparing> PreparingAsync(IActorRef account)
    {
        for (var looks = 0; looks < 400 && _acts.IsIdle; looks++)
        {
            Settled(account);
            Advance(AccountActor.Gathering);
            await Task.Yield();
        }
        return await _acts.PreparingAsync(BatchKind.Work);
    }

    async Task<FakeAccountActs.Settling> SentAsync(IActorRef account, params HandedWork[] works)
    {
        Ask(account, works);
        var preparing = await PreparingAsync(account);
        Assert.Equal(works, preparing.Members.Select(m => m.Work));
        preparing.Answer.SetResult(Ready(preparing));
        return await _acts.SettlingAsync();
    }

    static BatchPreparation.Ready Ready(FakeAccountActs.Preparing preparing, params Guid[] left) => new(
        Envelope(ActKind.Work, N), [.. preparing.Members.Where(m => !left.Contains(m.FarmerId))], [.. preparing.Members.Where(m => left.Contains(m.FarmerId))]);

    static BatchReport Landed(params MemberOutcome[] outcomes) => new(ActResult.Success, 1021, 21_000, outcomes, null);

    static MemberOutcome Won(uint zeros, uint gap = 20) => new(true, 0, 0, gap, Zeros: zeros);

    static MemberOutcome Lost { get; } = new(false, 0, 0, 0, "ZeroCountTooLow");

    void Answer(IActorRef account, RecordBatchWork told) => account.Tell(new WorkStanding(told.FarmerId, told.Block, StepState.None, told.Batch), _farmers);

    /// <summary>Nothing is prepared, whatever time passes.</summary>
    void AssertIdle(IActorRef account)
    {
        Settled(account);
        Advance(AccountActor.Gathering);
        Settled(account);
        Assert.True(_acts.IsIdle);
    }

    [Fact]
    public async Task A_batch_is_persisted_before_it_is_sent_and_settled_before_anybody_is_told()
    {
        var account = Start();
        var submitting = Journal.Hold<AccountBatchSubmitted>();
        var settling = Journal.Hold<AccountBatchSettled>();
        Ask(account, Work(A), Work(B));
        var preparing = await PreparingAsync(account);
        Assert.Contains(Row, _due.Rows);
        preparing.Answer.SetResult(Ready(preparing));
        await submitting.Entered;
        Assert.True(_acts.IsIdle);
        submitting.Release();
        (await _acts.SettlingAsync()).Answer.SetResult(Landed(Won(2), Won(2)));
        await settling.Entered;
        Assert.False(_farmers.HasMessages);
        settling.Release();
        var told = new[] { _farmers.ExpectMsg<RecordBatchWork>(), _farmers.ExpectMsg<RecordBatchWork>() };
        Assert.Equal([(A, 2u, 20u, 1021u), (B, 2u, 20u, 1021u)], told.Select(t => (t.FarmerId, t.Zeros, t.Gap, t.Ledger)));
        foreach (var one in told) Answer(account, one);
        Settled(account);
        AwaitAssert(() => Assert.Empty(_due.Rows));
        Assert.False(_block.HasMessages);
    }

    [Fact]
    public async Task Who_failed_and_who_was_left_are_given_back_and_not_put_into_the_next_batch()
    {
        var account = Start();
        Ask(account, Work(A), Work(B), Work(Id(3)));
        var preparing = await PreparingAsync(account);
        preparing.Answer.SetResult(Ready(preparing, left: Id(3)));
        Assert.Equal([Work(Id(3))], _block.ExpectMsg<WorksGivenBack>().Works);
        (await _acts.SettlingAsync()).Answer.SetResult(Landed(Won(2), Lost));
        Assert.Equal([Work(B)], _block.ExpectMsg<WorksGivenBack>().Works);
        Answer(account, _farmers.ExpectMsg<RecordBatchWork>());
        AssertIdle(account);
    }

    [Theory]
    [InlineData(ActResult.NotHappened)]
    [InlineData(ActResult.Failed)]
    [InlineData(ActResult.Unknown)]
    public async Task What_came_to_nothing_as_a_whole_is_given_back_as_a_whole(ActResult result)
    {
        var account = Start();
        (await SentAsync(account, Work(A), Work(B))).Answer.SetResult(new BatchReport(result, 0, 0, [], null));
        Assert.Equal([Work(A), Work(B)], _block.ExpectMsg<WorksGivenBack>().Works);
        AssertIdle(account);
    }

    [Fact]
    public async Task A_repeat_makes_no_second_transaction_and_a_better_one_makes_one()
    {
        var account = Start();
        Ask(account, Work(A));
        var preparing = await PreparingAsync(account);
        Ask(account, Work(A));
        preparing.Answer.SetResult(Ready(preparing));
        var sent = await _acts.SettlingAsync();
        Ask(account, Work(A));
        Ask(account, Work(A, 3));
        sent.Answer.SetResult(Landed(Won(2)));
        var told = _farmers.ExpectMsg<RecordBatchWork>();
        AssertIdle(account);
        Answer(account, told);
        AssertIdle(account);
        (await SentAsync(account, Work(A, 3))).Answer.SetResult(Landed(Won(3, 40)));
        Assert.Equal((3u, 40u), _farmers.ExpectMsg<RecordBatchWork>() is var better ? (better.Zeros, better.Gap) : default);
    }

    [Fact]
    public async Task Of_those_that_wait_the_better_one_is_sent()
    {
        var account = Start();
        Ask(account, Work(A), Work(B));
        Ask(account, Work(A, 3));
        Ask(account, Work(A, 1));
        Assert.Equal([Work(B), Work(A, 3)], (await PreparingAsync(account)).Members.Select(m => m.Work).OrderByDescending(w => w!.FarmerId == B));
    }

    [Fact]
    public async Task The_same_envelope_is_looked_up_after_a_restart_whoever_asks_meanwhile()
    {
        var first = Start();
        await SentAsync(first, Work(A));
        Stop(first);
        var second = Start();
        var resumed = await _acts.SettlingAsync();
        Assert.True(resumed.Resumed);
        Ask(second, Work(A));
        Settled(second);
        resumed.Answer.SetResult(Landed(Won(2)));
        Answer(second, _farmers.ExpectMsg<RecordBatchWork>());
        AssertIdle(second);
        Assert.Single(Journal.Written.OfType<AccountBatchSubmitted>());
    }

    [Fact]
    public async Task An_account_that_cannot_send_gives_back_at_once_and_one_that_cannot_read_tries_again()
    {
        var account = Start();
        Ask(account, Work(A));
        (await PreparingAsync(account)).Answer.SetResult(new BatchPreparation.Unavailable("the node is behind"));
        Settled(account);
        Assert.False(_block.HasMessages);
        for (var looks = 0; looks < 400 && _acts.IsIdle; looks++)
        {
            Settled(account);
            Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        (await _acts.PreparingAsync(BatchKind.Work)).Answer.SetResult(new BatchPreparation.Refused("too poor", IsPoor: true));
        Assert.Equal([Work(A)], _block.ExpectMsg<WorksGivenBack>().Works);
        Assert.Equal(new FundChannels(AccountIds.Operator), _farmers.ExpectMsg<FundChannels>());
        Assert.DoesNotContain(Journal.Written, e => e is AccountMembersReleased);
    }
}
