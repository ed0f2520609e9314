using KalePool.Actors.Ports;
using KalePool.Backend.Chain;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Tests.Chain;

/// <summary>What the chain says to an operator's word about an act that no server remembers.</summary>
public sealed class ActResolutionSpec : IAsyncLifetime
{
    const uint Block = 90;
    const long Used = 5;
    const long Unused = 6;

    static readonly string Hash = new('a', 64);
    static readonly string Wallet = Wallets.Of("custodial").Address;
    static readonly Payment Pays = new(Wallets.Of("payout").Address, 100);

    readonly FakeFarm _farm = new();
    readonly DepositCursor _deposits = new(TimeProvider.System);
    ActResolution _resolution = null!;

    public async Task InitializeAsync()
    {
        _farm.SetAccount(Wallet, 100_000_000, Used, subEntries: 1);
        _farm.SetTrustLine(Wallet, 500);
        _deposits.MoveTo(_farm.Rpc.Ledger);
        var watch = await _farm.WatchOnceAsync();
        _resolution = new ActResolution(watch, _farm.Rpc, new BalanceCheck(watch, _farm.Rpc, _deposits));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    static FarmerState Farmer(ActKind kind, long sequence = Used, uint maxLedger = 900, long balance = 500) => FarmerState.Empty with
    {
        Id = Guid.NewGuid(),
        CustodialWallet = Wallet,
        Status = FarmerStatus.Active,
        WasActive = true,
        BalanceStroops = balance,
        UnknownActs = FarmerState.Empty.UnknownActs.Add(
            Hash, new OpenAct(kind, kind is ActKind.Payout or ActKind.Exit or ActKind.Trustline ? 0 : Block, 0, new ActEnvelope(Hash, "AAAA", Wallet, sequence, maxLedger, 1_700_000_000, 800), kind is ActKind.Payout or ActKind.Exit ? Pays : null)),
    };

    Task<Preparation> SayAsync(FarmerState farmer, ActResult result, string? by = null) => _resolution.PrepareAsync(farmer, new ResolveAct(farmer.Id, Hash, result, by, "why"), CancellationToken.None);

    async Task<ActReport> TakenAsync(FarmerState farmer, ActResult result)
    {
        var report = Assert.IsType<Preparation.AlreadyDone>(await SayAsync(farmer, result)).Report;
        Assert.Equal(result, report.Result);
        return report;
    }

    async Task RefusedAsync(FarmerState farmer, ActResult result, string because)
    {
        var failure = Assert.IsType<Preparation.Refused>(await SayAsync(farmer, result)).Failure;
        Assert.Equal(ErrorCode.Conflict, failure.Code);
        Assert.Contains(because, failure.Message, StringComparison.Ordinal);
    }

    void SetPail(uint? zeros = null, uint? gap = null) => _farm.SetPail(Wallet, Block, new KalePail(950, gap, 70, zeros));

    [Fact]
    public async Task A_plant_succeeded_where_its_pail_is_and_there_alone()
    {
        await RefusedAsync(Farmer(ActKind.Plant), ActResult.Success, "there is no pail");
        SetPail();
        Assert.Equal((70L, 950u), await TakenAsync(Farmer(ActKind.Plant), ActResult.Success) is var r ? (r.StakeStroops, r.Ledger) : default);
        await RefusedAsync(Farmer(ActKind.Plant), ActResult.Failed, "there is a pail");
        await RefusedAsync(Farmer(ActKind.Plant), ActResult.NotHappened, "there is a pail");
    }

    [Fact]
    public async Task A_harvest_that_nobody_remembers_has_no_reward_that_could_be_booked()
    {
        await RefusedAsync(Farmer(ActKind.Harvest), ActResult.Success, "the reward is not known");
        SetPail(6, 20);
        await RefusedAsync(Farmer(ActKind.Harvest), ActResult.Success, "has not been harvested");
        await TakenAsync(Farmer(ActKind.Harvest), ActResult.NotHappened);
    }

    [Fact]
    public async Task A_rescue_succeeded_where_the_pail_shows_its_work()
    {
        SetPail(6, 20);
        await RefusedAsync(Farmer(ActKind.Rescue), ActResult.Success, "shows the rescue's work");
        SetPail(0, 57);
        Assert.Equal(57u, (await TakenAsync(Farmer(ActKind.Rescue), ActResult.Success)).Gap);
    }

    [Fact]
    public async Task A_trustline_succeeded_where_it_is()
    {
        await TakenAsync(Farmer(ActKind.Trustline), ActResult.Success);
        await RefusedAsync(Farmer(ActKind.Trustline), ActResult.NotHappened, "has the trustline");
    }

    [Fact]
    public async Task A_payout_is_what_the_operator_says_while_its_sequence_number_allows_it()
    {
        await TakenAsync(Farmer(ActKind.Payout), ActResult.Success);
        await TakenAsync(Farmer(ActKind.Payout), ActResult.Failed);
        await TakenAsync(Farmer(ActKind.Payout), ActResult.NotHappened);
        await RefusedAsync(Farmer(ActKind.Payout, Unused), ActResult.Success, "has not been used");
        await RefusedAsync(Farmer(ActKind.Payout, Unused), ActResult.Failed, "has not been used");
        await TakenAsync(Farmer(ActKind.Payout, Unused), ActResult.NotHappened);
    }

    [Fact]
    public async Task An_exit_succeeded_where_the_wallet_is_gone()
    {
        await RefusedAsync(Farmer(ActKind.Exit), ActResult.Success, "still there");
        _farm.Rpc.Entries.Remove(KaleKeys.Account(Addresses.Account(Wallet)));
        await TakenAsync(Farmer(ActKind.Exit), ActResult.Success);
        await RefusedAsync(Farmer(ActKind.Exit), ActResult.NotHappened, "the wallet is gone");
    }

    [Fact]
    public async Task What_may_still_be_applied_is_not_resolved()
    {
        var farmer = Farmer(ActKind.Payout, maxLedger: 2_000);
        var act = farmer.UnknownActs[Hash];
        farmer = farmer with { UnknownActs = farmer.UnknownActs.SetItem(Hash, act with { Envelope = act.Envelope with { MaxTime = _farm.Rpc.CloseTime + 60 } }) };
        await RefusedAsync(farmer, ActResult.NotHappened, "may still be applied");
    }

    [Fact]
    public async Task A_transaction_that_was_applied_and_failed_speaks_for_itself()
    {
        var result = XdrCodec.ToBase64(new TransactionResult(100, new TransactionResultResult.TxFailed([])));
        _farm.Rpc.Found = hash => hash == Hash ? new GetTransactionResponse(TransactionStatus.Failed, 1_000, 0, 1, 0, Hash, Ledger: 880, ResultXdr: result) : null;
        Assert.Equal((880u, 100L), await TakenAsync(Farmer(ActKind.Payout), ActResult.Failed) is var r ? (r.Ledger, r.FeeStroops) : default);
        await RefusedAsync(Farmer(ActKind.Payout), ActResult.Success, "was applied and failed");
        await RefusedAsync(Farmer(ActKind.Payout), ActResult.NotHappened, "was applied and failed");
    }

    [Fact]
    public async Task Only_a_harvest_may_be_anothers()
    {
        Assert.Contains("transaction_hash", Assert.IsType<Preparation.Refused>(await SayAsync(Farmer(ActKind.Payout), ActResult.Success, new string('b', 64))).Failure.Message, StringComparison.Ordinal);
        Assert.Contains("no server knows", Assert.IsType<Preparation.Refused>(await SayAsync(Farmer(ActKind.Harvest), ActResult.Success, new string('b', 64))).Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_books_come_first()
    {
        Assert.Equal(500, Assert.IsType<Preparation.Drifted>(await SayAsync(Farmer(ActKind.Payout, balance: 400), ActResult.Success)).Seen.KaleStroops);
        _farm.Rpc.Trouble = RpcException.Timeout("getLedgerEntries", new TimeoutException());
        Assert.IsType<Preparation.Unavailable>(await SayAsync(Farmer(ActKind.Payout), ActResult.Success));
    }
}
