using KalePool.Actors.Ports;
using KalePool.Backend.Chain;
using KalePool.Backend.Custody;
using KalePool.Backend.Settings;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Tests.Chain;

public sealed class FarmerActsSpec : IAsyncLifetime
{
    const uint Block = 100;
    const long Plenty = 10 * 10_000_000L;

    readonly FakeFarm _farm = new();
    TestDatabase _database = null!;
    readonly DepositCursor _deposits = new(TimeProvider.System);
    WalletKeys _keys = null!;
    FarmerState _farmer = null!;
    FarmerActs _acts = null!;
    ResourceFees _fees = null!;

    FakeRpc Rpc => _farm.Rpc;

    PlantSlot Slot => new(Block, 0, Rpc.CloseTime + 60);

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.MakeAsync();
        _keys = new WalletKeys(_database.Database, new MasterKeys(new MasterKey(new byte[MasterKey.Bytes])), TimeProvider.System);
        var id = Guid.NewGuid();
        _farmer = FarmerState.Empty with { Id = id, CustodialWallet = await _keys.CreateAsync(id, CancellationToken.None), StakePercentage = 0.5m, Status = FarmerStatus.Active };
        _fees = new ResourceFees(Rpc, TimeProvider.System);
        _acts = ActsOf(await _farm.WatchOnceAsync());
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    Task<Preparation> Trustline() => _acts.PrepareTrustlineAsync(_farmer, CancellationToken.None);

    Task<Preparation> Plant(PlantSlot? slot = null) => _acts.PreparePlantAsync(_farmer, slot ?? Slot, CancellationToken.None);

    Task<Preparation> Harvest(uint block = Block) => _acts.PrepareHarvestAsync(_farmer, block, CancellationToken.None);

    static Failure RefusalOf(Preparation preparation) => Assert.IsType<Preparation.Refused>(preparation).Failure;

    void SetFunded(long xlm = Plenty, long? kale = 0)
    {
        _farm.SetAccount(_farmer.CustodialWallet, xlm, subEntries: kale is null ? 0u : 1u);
        if (kale is { } balance) _farm.SetTrustLine(_farmer.CustodialWallet, balance);
    }

    /// <summary>Without an operator: wallets pay their own fees.</summary>
    FarmerActs ActsOf(FarmWatch watch) => new(
        watch, Rpc, _keys, _farm.Network, _deposits, _fees, new WalletNeeds(_fees), new FeeSponsor(watch, Rpc, new OperatorKeys(new OperatorSettings(null, 0, 1)), _farm.Network));

    [Fact]
    public async Task Trustline_of_an_absent_account_is_not_funded()
    {
        var failure = RefusalOf(await Trustline());
        Assert.Equal((ErrorCode.NotFunded, Attribution.Farmer), (failure.Code, failure.AttributedTo));
        Assert.Contains(_farmer.CustodialWallet, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trustline_with_too_little_says_how_much_is_missing()
    {
        SetFunded(FeePolicy.MinimumXlm - 12_500_000, kale: null);
        var failure = RefusalOf(await Trustline());
        Assert.Equal(ErrorCode.InsufficientXlm, failure.Code);
        Assert.StartsWith("1.25 XLM are missing", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trustline_that_is_there_is_done()
    {
        SetFunded();
        Assert.Equal(ActResult.Success, Assert.IsType<Preparation.AlreadyDone>(await Trustline()).Report.Result);
    }

    [Fact]
    public async Task Trustline_is_signed_by_the_wallet_and_bounded()
    {
        SetFunded(FeePolicy.MinimumXlm, kale: null);
        var act = Assert.IsType<Preparation.Ready>(await Trustline()).Envelope;
        Assert.Equal((_farmer.CustodialWallet, 6L, Rpc.CloseTime + 60, 1_000u), (act.Source, act.Sequence, act.MaxTime, act.BuiltAfter));
        Assert.True(act.MaxLedger > act.BuiltAfter);
        var envelope = (TransactionEnvelope.Tx)XdrCodec.FromBase64<TransactionEnvelope>(act.Xdr);
        Assert.True(envelope.Value.Signatures[0].IsBy(Addresses.Account(_farmer.CustodialWallet).KeyOf(), TransactionHash.Of(envelope, _farm.Network)));
        Assert.Empty(Rpc.Sent);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    [InlineData(100_0000000, 50_0000000)]
    public async Task Plant_stakes_its_share_of_the_balance(long balance, long stake)
    {
        SetFunded(kale: balance);
        Assert.Equal(stake, Assert.IsType<Preparation.Ready>(await Plant()).StakeStroops);
    }

    [Fact]
    public async Task Plant_stakes_nothing_of_what_is_owed_to_the_pooler()
    {
        _farmer = _farmer with { OwedShareStroops = 100 };
        SetFunded(kale: 300);
        Assert.Equal(100, Assert.IsType<Preparation.Ready>(await Plant()).StakeStroops);
    }

    [Fact]
    public async Task What_came_in_untold_is_booked_before_a_plant_once_deposits_are_known()
    {
        _farmer = _farmer with { WasActive = true, BalanceStroops = 100 };
        SetFunded(kale: 300);
        // A deposit may still be told of: planting does not wait for that.
        Assert.Equal(150, Assert.IsType<Preparation.Ready>(await Plant()).StakeStroops);
        Assert.IsType<Preparation.Unavailable>(await _acts.PrepareCheckAsync(_farmer, CancellationToken.None));
        _deposits.MoveTo(Rpc.Ledger);
        Assert.Equal(new BalanceSighting(Rpc.Ledger, 300, true), Assert.IsType<Preparation.Drifted>(await Plant()).Seen);
        Assert.IsType<Preparation.Drifted>(await _acts.PrepareCheckAsync(_farmer, CancellationToken.None));
        _farmer = _farmer with { BalanceStroops = 300 };
        Assert.IsType<Preparation.AlreadyDone>(await _acts.PrepareCheckAsync(_farmer, CancellationToken.None));
    }

    [Fact]
    public async Task Nothing_is_booked_while_the_pail_of_an_open_block_is_gone()
    {
        var open = new FarmerBlock(Block - 1) { Plant = StepState.Success, StakeStroops = 50 };
        _farmer = _farmer with { WasActive = true, BalanceStroops = 100, Blocks = _farmer.Blocks.SetItem(open.Index, open) };
        SetFunded(kale: 300);
        _deposits.MoveTo(Rpc.Ledger);
        Assert.IsType<Preparation.AlreadyDone>(await _acts.PrepareCheckAsync(_farmer, CancellationToken.None));
        _farm.SetPail(_farmer.CustodialWallet, open.Index, new KalePail(990, 4, 50, 5));
        Assert.IsType<Preparation.Drifted>(await _acts.PrepareCheckAsync(_farmer, CancellationToken.None));
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(299, false)]
    public async Task A_loss_is_believed_when_a_later_ledger_says_the_same(long then, bool isBelieved)
    {
        _farmer = _farmer with { WasActive = true, BalanceStroops = 400 };
        SetFunded(kale: 300);
        _deposits.MoveTo(Rpc.Ledger);
        using var watch = new FarmWatch(Rpc, _farm.Options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<FarmWatch>.Instance);
        await watch.StartAsync(CancellationToken.None);
        await Poll.UntilAsync(() => watch.Latest is not null, "a first reading of the farm");
        var checking = ActsOf(watch).PrepareCheckAsync(_farmer, CancellationToken.None);
        Assert.False(checking.IsCompleted);
        await Poll.UntilAsync(
            () =>
            {
                lock (Rpc.Calls)
                {
                    _farm.SetTrustLine(_farmer.CustodialWallet, then);
                    Rpc.Ledger++;
                }
                return checking.IsCompleted;
            },
            "a second reading");
        await watch.StopAsync(CancellationToken.None);
        if (isBelieved) Assert.Equal(new BalanceSighting(1_000, 300, true), Assert.IsType<Preparation.Drifted>(await checking).Seen);
        else Assert.IsType<Preparation.Unavailable>(await checking);
    }

    [Fact]
    public async Task Plant_of_what_the_issuer_has_frozen_stakes_nothing()
    {
        SetFunded();
        _farm.SetTrustLine(_farmer.CustodialWallet, 100, isAuthorized: false);
        Assert.Equal(0, Assert.IsType<Preparation.Ready>(await Plant()).StakeStroops);
    }

    [Fact]
    public async Task Plant_carries_the_bounds_of_its_slot()
    {
        SetFunded();
        var slot = new PlantSlot(101, Rpc.CloseTime - 10, Rpc.CloseTime + 200);
        var act = Assert.IsType<Preparation.Ready>(await Plant(slot)).Envelope;
        var bounds = Bounds.Of(((TransactionEnvelope.Tx)XdrCodec.FromBase64<TransactionEnvelope>(act.Xdr)).Value.Tx.Cond);
        Assert.Equal(((ulong)slot.NotBefore, (ulong)slot.NotAfter, act.MaxLedger), (bounds.MinTime, bounds.MaxTime, bounds.MaxLedger));
        Assert.Equal(slot.NotAfter, act.MaxTime);
    }

    [Fact]
    public async Task Plant_waits_for_the_boundary() => Assert.IsType<Preparation.Unavailable>(await Plant(new PlantSlot(101, Rpc.CloseTime + 1, Rpc.CloseTime + 200)));

    [Fact]
    public async Task Plant_that_would_come_too_late_is_block_closed()
    {
        SetFunded();
        Assert.Equal((ErrorCode.BlockClosed, Attribution.Backend), (RefusalOf(await Plant(new PlantSlot(Block, 0, Rpc.CloseTime))) is var f ? (f.Code, f.AttributedTo) : default));
        Assert.Equal(Attribution.Pooler, RefusalOf(await Plant(new PlantSlot(Block, 0, Rpc.CloseTime, WasAskedLate: true))).AttributedTo);
    }

    [Fact]
    public async Task Plant_without_account_trustline_or_xlm_says_which()
    {
        Assert.Equal(ErrorCode.NotFunded, RefusalOf(await Plant()).Code);
        SetFunded(kale: null);
        Assert.Equal(ErrorCode.NoTrustline, RefusalOf(await Plant()).Code);
        SetFunded(3 * FeePolicy.BaseReserve + FeePolicy.LeastToPlant - 1);
        Assert.StartsWith("0.0000001 XLM are missing", RefusalOf(await Plant()).Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.InsufficientXlm, RefusalOf(await Plant()).Code);
        SetFunded(3 * FeePolicy.BaseReserve + FeePolicy.LeastToPlant);
        Assert.IsType<Preparation.Ready>(await Plant());
        // What is open already must be brought home too.
        _farmer = _farmer with { Blocks = _farmer.Blocks.SetItem(Block - 1, new FarmerBlock(Block - 1) { Plant = StepState.Success }) };
        Assert.Equal((ErrorCode.InsufficientXlm, Attribution.Farmer), RefusalOf(await Plant()) is var f ? (f.Code, f.AttributedTo) : default);
    }

    [Fact]
    public async Task Plant_that_the_chain_asks_too_much_for_is_refused_and_a_harvest_waits()
    {
        SetFunded();
        Rpc.Simulated = _ => new SimulateTransactionResponse(1_000, MinResourceFee: FeePolicy.Resources + 1);
        Assert.Equal((ErrorCode.ChainUnavailable, Attribution.Network), RefusalOf(await Plant()) is var f ? (f.Code, f.AttributedTo) : default);
        _farm.SetFarm(Block + 1, Rpc.CloseTime);
        _farm.SetPail(_farmer.CustodialWallet, Block, new KalePail(990, 4, 77, 5));
        Assert.Contains("500001", Assert.IsType<Preparation.Unavailable>(await Harvest()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plant_whose_pail_is_there_is_done_with_the_stake_in_it()
    {
        SetFunded();
        _farm.SetPail(_farmer.CustodialWallet, Block, new KalePail(990, null, 77, null));
        var report = Assert.IsType<Preparation.AlreadyDone>(await Plant()).Report;
        Assert.Equal((ActResult.Success, 990u, 77L), (report.Result, report.Ledger, report.StakeStroops));
    }

    [Fact]
    public async Task Nothing_is_prepared_while_the_chain_is_silent()
    {
        SetFunded();
        Rpc.Trouble = RpcException.Timeout("getLedgerEntries");
        foreach (var preparation in new[] { await Trustline(), await Plant(), await Harvest() })
            Assert.Contains("getLedgerEntries", Assert.IsType<Preparation.Unavailable>(preparation).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_prepared_before_the_chain_was_read()
    {
        using var watch = new FarmWatch(Rpc, _farm.Options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<FarmWatch>.Instance);
        _acts = ActsOf(watch);
        Assert.IsType<Preparation.Unavailable>(await Plant());
    }

    [Fact]
    public async Task Harvest_waits_until_the_block_is_over()
    {
        SetFunded();
        _farm.SetPail(_farmer.CustodialWallet, Block, new KalePail(990, 4, 77, 5));
        Assert.IsType<Preparation.Unavailable>(await Harvest());
        _farm.SetFarm(Block + 1, Rpc.CloseTime);
        var act = Assert.IsType<Preparation.Ready>(await Harvest()).Envelope;
        Assert.Equal(Rpc.CloseTime + 60, act.MaxTime);
    }

    [Fact]
    public async Task Harvest_of_what_was_never_worked_is_refused()
    {
        SetFunded();
        _farm.SetFarm(Block + 1, Rpc.CloseTime);
        _farm.SetPail(_farmer.CustodialWallet, Block, new KalePail(990, null, 77, null));
        Assert.Equal((ErrorCode.NotWorked, Attribution.Pooler), RefusalOf(await Harvest()) is var f ? (f.Code, f.AttributedTo) : default);
    }

    [Fact]
    public async Task Harvest_of_a_block_that_is_gone_is_refused()
    {
        SetFunded();
        _farm.SetFarm(Block + 1, Rpc.CloseTime);
        _farm.SetPail(_farmer.CustodialWallet, Block - 1, new KalePail(990, 4, 77, 5));
        Assert.Equal(ErrorCode.Expired, RefusalOf(await Harvest(Block - 1)).Code);
    }

    [Fact]
    public async Task Harvest_is_not_given_up_for_want_of_xlm_or_trustline()
    {
        _farm.SetFarm(Block + 1, Rpc.CloseTime);
        _farm.SetPail(_farmer.CustodialWallet, Block, new KalePail(990, 4, 77, 5));
        Assert.IsType<Preparation.Unavailable>(await Harvest());
        SetFunded(kale: null);
        Assert.IsType<Preparation.Unavailable>(await Harvest());
        SetFunded(3 * FeePolicy.BaseReserve);
        Assert.IsType<Preparation.Unavailable>(await Harvest());
    }

    [Fact]
    public async Task A_settled_trustline_tells_ledger_and_fee()
    {
        SetFunded(kale: null);
        var act = Assert.IsType<Preparation.Ready>(await Trustline()).Envelope;
        Rpc.Found = hash => hash == act.Hash && Rpc.Sent.Count > 0 ? Succeeded() : null;
        var report = await SettleAsync(new OpenAct(ActKind.Trustline, 0, 0, act), resumed: false);
        Assert.Equal(new ActReport(ActResult.Success, 1_001, 100, 0, 0, null), report);
        Assert.Equal([act.Xdr], Rpc.Sent);
    }

    [Fact]
    public async Task A_resumed_act_is_looked_up_and_not_sent_again()
    {
        SetFunded(kale: null);
        var act = Assert.IsType<Preparation.Ready>(await Trustline()).Envelope;
        Rpc.Found = _ => Succeeded();
        Assert.Equal(ActResult.Success, (await SettleAsync(new OpenAct(ActKind.Trustline, 0, 0, act), resumed: true)).Result);
        Assert.Empty(Rpc.Sent);
    }

    [Fact]
    public async Task A_plant_refused_for_its_own_earlier_pail_has_succeeded()
    {
        SetFunded();
        var act = Assert.IsType<Preparation.Ready>(await Plant()).Envelope;
        _farm.SetPail(_farmer.CustodialWallet, Block, new KalePail(998, null, 55, null));
        Rpc.Found = _ => Failed(KaleError.PailExists);
        var report = await SettleAsync(new OpenAct(ActKind.Plant, Block, 0, act), resumed: true);
        Assert.Equal((ActResult.Success, 998u, 55L, null), (report.Result, report.Ledger, report.StakeStroops, report.Failure));
    }

    [Fact]
    public async Task A_plant_refused_by_a_paused_farm_is_the_networks()
    {
        SetFunded();
        var act = Assert.IsType<Preparation.Ready>(await Plant()).Envelope;
        Rpc.Found = _ => Failed(KaleError.FarmPaused);
        var report = await SettleAsync(new OpenAct(ActKind.Plant, Block, 0, act), resumed: true);
        Assert.Equal((ActResult.Failed, ErrorCode.FarmPaused, Attribution.Network), (report.Result, report.Failure?.Code, report.Failure?.AttributedTo));
    }

    [Fact]
    public async Task A_plant_that_no_ledger_took_in_time_has_not_happened()
    {
        SetFunded();
        var act = Assert.IsType<Preparation.Ready>(await Plant()).Envelope;
        Rpc.CloseTime = act.MaxTime + 1;
        var report = await SettleAsync(new OpenAct(ActKind.Plant, Block, 0, act), resumed: true);
        Assert.Equal((ActResult.NotHappened, null), (report.Result, report.Failure));
    }

    /// <summary>The watch goes on, for a settlement waits for ledgers.</summary>
    async Task<ActReport> SettleAsync(OpenAct act, bool resumed)
    {
        using var watch = new FarmWatch(Rpc, _farm.Options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<FarmWatch>.Instance);
        await watch.StartAsync(CancellationToken.None);
        var settlement = ActsOf(watch).SettleAsync(_farmer, act, resumed, CancellationToken.None);
        await Poll.UntilAsync(
            () =>
            {
                lock (Rpc.Calls) Rpc.Ledger++;
                return settlement.IsCompleted;
            },
            "a settlement");
        await watch.StopAsync(CancellationToken.None);
        return await settlement;
    }

    GetTransactionResponse Applied(TransactionStatus status, TransactionResult result, string? meta = null, params string[] events) =>
        new(status, Rpc.Ledger, Rpc.CloseTime, 1, 0, null, 1_001, Rpc.CloseTime, 1, false, null, result.ToBase64(), meta, events);

    GetTransactionResponse Succeeded()
    {
        TransactionMeta meta = new TransactionMeta.V4(new TransactionMetaV4([], [], [], null, [], []));
        return Applied(TransactionStatus.Success, new TransactionResult(100, new TransactionResultResult.TxSuccess([])), meta.ToBase64());
    }

    GetTransactionResponse Failed(KaleError error)
    {
        var body = new ContractEventBody.V0(new ContractEventV0([SCVals.Symbol("error"), new SCVal.Error(new SCError.Contract((uint)error))], SCVals.Void));
        var told = new DiagnosticEvent(false, new ContractEvent(_farm.Deployment.ContractId, ContractEventType.Diagnostic, body));
        var trapped = new OperationResult.OpInner(new OperationResultTr.InvokeHostFunction(new InvokeHostFunctionResult.Trapped()));
        return Applied(TransactionStatus.Failed, new TransactionResult(100, new TransactionResultResult.TxFailed([trapped])), null, told.ToBase64());
    }
}
