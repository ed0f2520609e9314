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

public sealed class AccountActorSpec : PoolKit
{
    const string Account = "channel-1";

    static readonly Guid A = Id(1);
    static readonly Guid B = Id(2);
    static readonly DueEntity Row = new(DueEntity.Account, Account);
    static readonly BatchReport NotHappened = new(ActResult.NotHappened, 0, 0, [], null);

    readonly FakeAccountActs _acts = new();
    readonly FakeDueList _due = new();
    readonly TestProbe _farmers;
    readonly TestProbe _accounts;
    readonly TestProbe _block;

    public AccountActorSpec(ITestOutputHelper output) : base(output) => (_farmers, _accounts, _block) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());

    IActorRef Start() => Sys.ActorOf(Props.Create(() => new AccountActor(
        Account, _acts, new BatchPlan(new[] { Account }, 3), _due, Time, new Required<FarmerActor>(_farmers.Ref), new Required<AccountActor>(_accounts.Ref))));

    void Ask(IActorRef account, params Guid[] farmers) => account.Tell(new CarryHarvests(Account, Key, [.. farmers.Select(f => new RosterEntry(f, Wallet(f)))]), _block);

    async Task<FakeAccountActs.Preparing> AskedAsync(IActorRef account, params Guid[] farmers)
    {
        Ask(account, farmers);
        // An actor that recovers answers before it has seen what it was asked: the clock moves until it has.
        for (var looks = 0; looks < 400 && _acts.IsIdle; looks++)
        {
            Settled(account);
            Advance(AccountActor.Gathering);
            await Task.Yield();
        }
        return await _acts.PreparingAsync(BatchKind.Harvest);
    }

    static BatchPreparation.Ready Ready(FakeAccountActs.Preparing preparing, params Guid[] left) => new(
        Envelope(ActKind.Harvest, N), [.. preparing.Members.Where(m => !left.Contains(m.FarmerId))], [.. preparing.Members.Where(m => left.Contains(m.FarmerId))]);

    static BatchReport Landed(params MemberOutcome[] outcomes) => new(ActResult.Success, 1061, 21_000, outcomes, null);

    static MemberOutcome Won(long reward) => new(true, reward, 500, 0);

    static MemberOutcome Lost { get; } = new(false, 0, 0, 0, "PailMissing");

    static HarvestStanding Harvested(Guid farmer) => new(farmer, N, StepState.Success, 900, "h", null);

    [Fact]
    public async Task A_batch_is_persisted_before_it_is_sent_and_settled_before_anybody_is_told()
    {
        var account = Start();
        var submitting = Journal.Hold<AccountBatchSubmitted>();
        var settling = Journal.Hold<AccountBatchSettled>();
        var preparing = await AskedAsync(account, A, B);
        Assert.Contains(Row, _due.Rows);
        preparing.Answer.SetResult(Ready(preparing));
        await submitting.Entered;
        Assert.True(_acts.IsIdle);
        submitting.Release();
        var sent = await _acts.SettlingAsync();
        Assert.False(sent.Resumed);
        sent.Answer.SetResult(Landed(Won(900), Won(800)));
        await settling.Entered;
        Assert.False(_farmers.HasMessages);
        settling.Release();
        var told = new[] { _farmers.ExpectMsg<RecordBatchHarvest>(), _farmers.ExpectMsg<RecordBatchHarvest>() };
        Assert.Equal([(A, 900L, 500L, 1061u), (B, 800L, 500L, 1061u)], told.Select(t => (t.FarmerId, t.RewardStroops, t.StakeStroops, t.Ledger)));
        Settled(account);
        Assert.False(_block.HasMessages);

        account.Tell(Harvested(A), _farmers);
        account.Tell(Harvested(B), _farmers);
        Assert.Equal([A, B], _block.ExpectMsg<HarvestsCarried>().Delivered);
        Settled(account);
        AwaitAssert(() => Assert.Empty(_due.Rows));
    }

    [Fact]
    public async Task A_repeat_never_makes_a_second_transaction()
    {
        var account = Start();
        var preparing = await AskedAsync(account, A, B);
        Ask(account, A, B);
        preparing.Answer.SetResult(Ready(preparing));
        var sent = await _acts.SettlingAsync();
        Ask(account, A, B);
        sent.Answer.SetResult(Landed(Won(900), Lost));
        _farmers.ExpectMsg<RecordBatchHarvest>();
        Assert.Equal([B], _block.ExpectMsg<HarvestsCarried>().Released);
        account.Tell(Harvested(A), _farmers);
        Assert.Equal([A], _block.ExpectMsg<HarvestsCarried>().Delivered);
        Ask(account, A, B);
        var again = _block.ExpectMsg<HarvestsCarried>();
        Assert.Equal((A, B), (again.Delivered.Single(), again.Released.Single()));
        Settled(account);
        Advance(AccountActor.Gathering);
        Settled(account);
        Assert.True(_acts.IsIdle);
        Assert.Single(Journal.Written.OfType<AccountBatchSubmitted>());
    }

    [Fact]
    public async Task Who_cannot_be_carried_is_given_back_with_the_submission_and_without_one()
    {
        var account = Start();
        var preparing = await AskedAsync(account, A, B);
        preparing.Answer.SetResult(Ready(preparing, left: B));
        Assert.Equal([B], _block.ExpectMsg<HarvestsCarried>().Released);
        (await _acts.SettlingAsync()).Answer.SetResult(Landed(Won(900)));
        _farmers.ExpectMsg<RecordBatchHarvest>();

        var other = await AskedAsync(account, Id(3));
        Assert.Equal(1061u, other.AfterLedger);
        other.Answer.SetResult(new BatchPreparation.Refused("too poor", IsPoor: true));
        Assert.Equal([Id(3)], _block.ExpectMsg<HarvestsCarried>().Released);
        Assert.Equal(new FundChannels(AccountIds.Operator), _accounts.ExpectMsg<FundChannels>());
    }

    [Fact]
    public async Task What_has_not_happened_is_tried_again_and_given_back_after_three_times()
    {
        var account = Start();
        for (var tries = 0; tries < AccountState.MostTries; tries++)
        {
            Assert.False(_block.HasMessages);
            var preparing = await AskedAsync(account, A);
            preparing.Answer.SetResult(Ready(preparing));
            (await _acts.SettlingAsync()).Answer.SetResult(NotHappened);
            AwaitAssert(() => Assert.Equal(tries + 1, Journal.Written.OfType<AccountBatchSettled>().Count()));
        }
        Assert.Equal([A], _block.ExpectMsg<HarvestsCarried>().Released);
    }

    [Fact]
    public async Task The_same_envelope_is_looked_up_after_a_restart_and_who_was_not_told_is_told()
    {
        var first = Start();
        var preparing = await AskedAsync(first, A, B);
        preparing.Answer.SetResult(Ready(preparing));
        await _acts.SettlingAsync();
        Stop(first);

        var second = Start();
        var resumed = await _acts.SettlingAsync();
        Assert.Equal((true, Envelope(ActKind.Harvest, N).Hash), (resumed.Resumed, resumed.Batch.Envelope.Hash));
        resumed.Answer.SetResult(Landed(Won(900), Won(800)));
        _farmers.ExpectMsg<RecordBatchHarvest>();
        _farmers.ExpectMsg<RecordBatchHarvest>();
        second.Tell(Harvested(A), _farmers);
        Stop(second);

        var third = Start();
        Assert.Equal([A, B], new[] { _farmers.ExpectMsg<RecordBatchHarvest>().FarmerId, _farmers.ExpectMsg<RecordBatchHarvest>().FarmerId });
        third.Tell(Harvested(A), _farmers);
        third.Tell(Harvested(B), _farmers);
        AwaitAssert(() => Assert.Single(Journal.Written.OfType<AccountBatchDelivered>()));
        Assert.Single(Journal.Written.OfType<AccountBatchSettled>());
    }

    [Fact]
    public async Task A_member_who_does_not_answer_is_told_again()
    {
        var account = Start();
        var preparing = await AskedAsync(account, A);
        preparing.Answer.SetResult(Ready(preparing));
        (await _acts.SettlingAsync()).Answer.SetResult(Landed(Won(900)));
        _farmers.ExpectMsg<RecordBatchHarvest>();
        Settled(account);
        Advance(TimeSpan.FromSeconds(5));
        _farmers.ExpectMsg<RecordBatchHarvest>();
    }

    [Fact]
    public async Task A_rescue_that_cannot_be_sent_at_once_is_given_back_at_once()
    {
        var account = Start();
        var preparing = await AskedAsync(account, A);
        preparing.Answer.SetResult(Ready(preparing));
        var sent = await _acts.SettlingAsync();
        account.Tell(new CarryRescues(Account, Key, [new RosterEntry(B, Wallet(B))]), _block);
        Assert.Equal([B], _block.ExpectMsg<RescuesOver>().Left);
        sent.Answer.SetResult(Landed(Won(900)));
        _farmers.ExpectMsg<RecordBatchHarvest>();
        account.Tell(new CarryRescues(Account, Key, [new RosterEntry(B, Wallet(B))]), _block);
        var rescue = await _acts.PreparingAsync(BatchKind.Rescue);
        rescue.Answer.SetResult(new BatchPreparation.Ready(Envelope(ActKind.Rescue, N), rescue.Members, []));
        (await _acts.SettlingAsync()).Answer.SetResult(Landed(new MemberOutcome(true, 0, 0, 57)));
        Assert.Equal((B, 57u), _farmers.FishForMessage<RecordBatchRescue>(_ => true) is var told ? (told.FarmerId, told.Gap) : default);
        account.Tell(new WorkStanding(B, N, StepState.None), _farmers);
        Assert.Equal([B], _block.ExpectMsg<RescuesOver>().Carried);
    }

    [Fact]
    public async Task An_event_that_is_not_written_is_not_sent()
    {
        var account = Start();
        Watch(account);
        Journal.Reject<AccountBatchSubmitted>();
        var preparing = await AskedAsync(account, A);
        preparing.Answer.SetResult(Ready(preparing));
        ExpectTerminated(account);
        Assert.True(_acts.IsIdle);
        Assert.Contains(Row, _due.Rows);
    }
}
