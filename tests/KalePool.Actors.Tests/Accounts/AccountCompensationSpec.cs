using Akka.Actor;
using Akka.TestKit;
using KalePool.Actors.Accounts;
using KalePool.Actors.Farmers;
using KalePool.Actors.Ports;
using KalePool.Actors.Tests.Kit;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Accounts;

/// <summary>What the backend owes a farmer is paid by the operator's account, and once.</summary>
public sealed class AccountCompensationSpec : PoolKit
{
    const string Account = AccountIds.Operator;

    static readonly CarryCompensation Owed = new(Account, Key, Farmer, At);
    static readonly IReadOnlyList<KalePaid> Paid = [new KalePaid(Wallet(Farmer), 1_000)];
    static readonly Compensation Open = new(N, Compensation.PlantFailure, Attribution.Backend, 1_000, 0);

    readonly FakeAccountActs _acts = new();
    readonly FakeDueList _due = new();
    readonly TestProbe _farmers;
    readonly TestProbe _payer;

    public AccountCompensationSpec(ITestOutputHelper output) : base(output) => (_farmers, _payer) = (CreateTestProbe(), CreateTestProbe());

    IActorRef Start() => Sys.ActorOf(Props.Create(() => new AccountActor(
        Account, _acts, BatchPlan.None, _due, Time, new Required<FarmerActor>(_farmers.Ref), new Required<AccountActor>(_farmers.Ref))));

    static FarmerStanding Standing(FarmerStatus status = FarmerStatus.Active, params Compensation[] open) =>
        new(Farmer, Pooler, Wallet(Farmer), "GPAYOUT", "token", status, 0.5m, 0, OpenCompensations: open.Length == 0 ? null : open);

    /// <summary>The farmer's own journal is asked before anything is built.</summary>
    void AnswerFor(FarmerStanding standing)
    {
        _farmers.ExpectMsg<GetFarmer>();
        _farmers.Reply(standing);
    }

    async Task<FakeAccountActs.Preparing> PreparingAsync(IActorRef account)
    {
        account.Tell(Owed, _payer);
        AnswerFor(Standing(open: Open));
        return await _acts.PreparingAsync(BatchKind.Compensation);
    }

    static BatchPreparation.Ready Ready(FakeAccountActs.Preparing preparing) => new(Envelope(ActKind.Payout, N), preparing.Members, []);

    async Task<FakeAccountActs.Settling> SentAsync(IActorRef account)
    {
        var preparing = await PreparingAsync(account);
        preparing.Answer.SetResult(Ready(preparing));
        Assert.Null(_payer.ExpectMsg<CompensationCarried>().Problem);
        return await _acts.SettlingAsync();
    }

    static BatchReport Landed { get; } = new(ActResult.Success, 1070, 100, [new MemberOutcome(true, 0, 0, 0, Payments: Paid)], null);

    /// <summary>What is asked for now comes to nothing: no transaction, no event.</summary>
    void AssertNotPaidAgain(IActorRef account)
    {
        var before = Journal.Written.Count;
        account.Tell(Owed, _payer);
        Assert.Null(_payer.ExpectMsg<CompensationCarried>().Problem);
        Assert.True(_acts.IsIdle);
        Assert.Equal(before, Journal.Written.Count);
    }

    [Fact]
    public async Task Is_persisted_before_it_is_sent_and_told_to_the_farmer_as_the_chain_has_it_until_he_has_it()
    {
        var account = Start();
        var submitting = Journal.Hold<AccountBatchSubmitted>();
        var preparing = await PreparingAsync(account);
        account.Tell(Owed, _payer);
        Assert.Equal((1_000L, Wallet(Farmer), At, false), (preparing.Due!.AmountStroops, preparing.Due.Destination, preparing.Due.Since, preparing.Due.IsInDoubt));
        preparing.Answer.SetResult(Ready(preparing));
        await submitting.Entered;
        Assert.True(_acts.IsIdle);
        Assert.False(_payer.HasMessages);
        submitting.Release();
        _payer.ExpectMsg<CompensationCarried>();
        _payer.ExpectMsg<CompensationCarried>();
        (await _acts.SettlingAsync()).Answer.SetResult(Landed);
        var told = _farmers.ExpectMsg<PayCompensation>();
        Assert.Equal((Farmer, N, Envelope(ActKind.Payout, N).Hash, 1070u), (told.FarmerId, told.Block, told.TransactionHash, told.Ledger));
        Assert.Equal(Paid, told.Payments);
        AssertNotPaidAgain(account);

        account.Tell(new CompensationStanding(Farmer, N, Open with { PaidHash = told.TransactionHash }), _farmers);
        AwaitAssert(() => Assert.Single(Journal.Written.OfType<AccountBatchDelivered>()));
        AwaitAssert(() => Assert.Empty(_due.Rows));
        account.Tell(Owed, _payer);
        AnswerFor(Standing());
        Assert.Null(_payer.ExpectMsg<CompensationCarried>().Problem);
        Assert.True(_acts.IsIdle);
        Assert.Single(Journal.Written.OfType<AccountBatchSubmitted>());
    }

    [Fact]
    public async Task After_a_crash_between_submission_and_settlement_the_same_payment_is_looked_up_and_no_other_made()
    {
        var first = Start();
        await SentAsync(first);
        Stop(first);
        var second = Start();
        second.Tell(Owed, _payer);
        var resumed = await _acts.SettlingAsync();
        Assert.Equal((true, Envelope(ActKind.Payout, N).Hash), (resumed.Resumed, resumed.Batch.Envelope.Hash));
        Settled(second);
        Assert.False(_farmers.HasMessages);
        resumed.Answer.SetResult(Landed);
        _farmers.ExpectMsg<PayCompensation>();
        Assert.Null(_payer.ExpectMsg<CompensationCarried>().Problem);
        Assert.Single(Journal.Written.OfType<AccountBatchSubmitted>());
        Stop(second);

        // Nor after one between settlement and the farmer's record.
        var third = Start();
        Assert.Equal(Envelope(ActKind.Payout, N).Hash, _farmers.ExpectMsg<PayCompensation>().TransactionHash);
        AssertNotPaidAgain(third);
    }

    [Fact]
    public async Task What_has_not_happened_is_built_anew_when_it_is_asked_for_again()
    {
        var account = Start();
        (await SentAsync(account)).Answer.SetResult(new BatchReport(ActResult.NotHappened, 0, 0, [], null));
        AwaitAssert(() => Assert.Single(Journal.Written.OfType<AccountBatchSettled>()));
        await SentAsync(account);
    }

    [Fact]
    public async Task After_one_of_unknown_outcome_it_is_only_looked_for()
    {
        var account = Start();
        (await SentAsync(account)).Answer.SetResult(new BatchReport(ActResult.Unknown, 0, 0, [], Lost));
        AwaitAssert(() => Assert.Single(Journal.Written.OfType<AccountBatchSettled>()));
        Assert.True((await PreparingAsync(account)).Due!.IsInDoubt);
        Stop(account);
        Assert.True((await PreparingAsync(Start())).Due!.IsInDoubt);
    }

    [Fact]
    public async Task A_payment_that_the_chain_has_already_is_the_farmer_s_to_record_and_none_of_the_account_s()
    {
        var account = Start();
        var found = new PayCompensation(Farmer, N, "aa", 1060, Paid);
        (await PreparingAsync(account)).Answer.SetResult(new BatchPreparation.Found(found));
        Assert.Equal("aa", _farmers.ExpectMsg<PayCompensation>().TransactionHash);
        Assert.Null(_payer.ExpectMsg<CompensationCarried>().Problem);
        Settled(account);
        Assert.Empty(Journal.Written);
    }

    [Fact]
    public async Task What_stands_in_the_way_is_said_and_what_is_only_not_known_is_not()
    {
        var account = Start();
        (await PreparingAsync(account)).Answer.SetResult(new BatchPreparation.Refused("the operator's account has no KALE trustline"));
        Assert.Equal("the operator's account has no KALE trustline", _payer.ExpectMsg<CompensationCarried>().Problem);
        (await PreparingAsync(account)).Answer.SetResult(new BatchPreparation.Unavailable("silence"));
        Assert.Null(_payer.ExpectMsg<CompensationCarried>().Problem);
        Assert.Empty(Journal.Written);
    }

    [Fact]
    public async Task A_departed_farmer_is_paid_to_his_payout_wallet_and_what_the_pooler_owes_is_not_paid()
    {
        var account = Start();
        account.Tell(Owed, _payer);
        AnswerFor(Standing(FarmerStatus.Departed, Open));
        var preparing = await _acts.PreparingAsync(BatchKind.Compensation);
        Assert.Equal("GPAYOUT", preparing.Due!.Destination);
        Assert.Equal([Wallet(Farmer), "GPAYOUT"], preparing.Due.Wallets);
        preparing.Answer.SetResult(new BatchPreparation.Refused("later"));
        _payer.ExpectMsg<CompensationCarried>();
        account.Tell(Owed, _payer);
        AnswerFor(Standing(open: Open with { OwedBy = Attribution.Pooler }));
        Assert.Null(_payer.ExpectMsg<CompensationCarried>().Problem);
        Assert.True(_acts.IsIdle);
    }
}
