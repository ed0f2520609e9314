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

/// <summary>Blocks that are opened, pails that are looked for and kept alive, on a node that says what the test wants.</summary>
public sealed class PailActsSpec : IAsyncLifetime
{
    const uint Block = 100;
    const uint Life = 719;

    readonly FakeFarm _farm = new();
    TestDatabase _database = null!;
    WalletKeys _keys = null!;
    FarmerState _farmer = null!;
    PailActs _acts = null!;

    FakeRpc Rpc => _farm.Rpc;

    KaleDeployment Farm => _farm.Deployment;

    SCAddress Owner => KaleAddresses.Parse(_farmer.CustodialWallet);

    PlantSlot Slot => new(Block + 1, Rpc.CloseTime - 60, Rpc.CloseTime + 20);

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.MakeAsync();
        _keys = new WalletKeys(_database.Database, new MasterKeys(new MasterKey(new byte[MasterKey.Bytes])), TimeProvider.System);
        var id = Guid.NewGuid();
        _farmer = FarmerState.Empty with { Id = id, CustodialWallet = await _keys.CreateAsync(id, CancellationToken.None), StakePercentage = 0.5m, Status = FarmerStatus.Active, WasActive = true };
        _farm.SetAccount(_farmer.CustodialWallet, 10 * 10_000_000L, subEntries: 1);
        await StartAsync();
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    /// <summary>As the farm is now.</summary>
    async Task StartAsync()
    {
        var watch = await _farm.WatchOnceAsync();
        var fees = new ResourceFees(Rpc, TimeProvider.System);
        _acts = new PailActs(
            watch, Rpc, _keys, new EnvelopeBuilder(_farm.Network), fees, new WalletNeeds(fees), new FeeSponsor(watch, Rpc, new OperatorKeys(new OperatorSettings(null, 0, 1)), _farm.Network));
    }

    Task<Preparation> OpenAsync(PlantSlot? slot = null) => _acts.PrepareOpeningAsync(_farmer, slot ?? Slot, CancellationToken.None);

    Task<Preparation> ExtendAsync(params uint[] blocks) => _acts.PrepareExtensionAsync(_farmer, blocks, CancellationToken.None);

    int Readings => Rpc.Calls.Count(c => c == "getLedgerEntries");

    static Failure RefusalOf(Preparation preparation) => Assert.IsType<Preparation.Refused>(preparation).Failure;

    static Transaction TransactionOf(Preparation preparation) =>
        ((TransactionEnvelope.Tx)XdrCodec.FromBase64<TransactionEnvelope>(Assert.IsType<Preparation.Ready>(preparation).Envelope.Xdr)).Value.Tx;

    static SorobanTransactionData DataOf(Transaction transaction) => ((TransactionExt.V1)transaction.Ext).Value;

    /// <summary>Planted in the journal and on the chain, until then alive.</summary>
    void SetPail(uint block, uint liveUntil)
    {
        _farm.SetPail(_farmer.CustodialWallet, block, new KalePail(990, 4, 77, 5));
        Rpc.LiveUntil[KaleKeys.Pail(Farm.ContractId, Owner, block)] = liveUntil;
        Rpc.LiveUntil[KaleKeys.Block(Farm.ContractId, block)] = liveUntil - 3;
        foreach (var key in new[] { KaleKeys.Instance(Farm.ContractId), KaleKeys.Instance(Farm.AssetContractId) }) Rpc.LiveUntil[key] = 3_000_000;
        _farmer = _farmer with { Blocks = _farmer.Blocks.SetItem(block, new FarmerBlock(block) { Plant = StepState.Success, StakeStroops = 77, PlantLedger = liveUntil - Life, LiveUntil = liveUntil }) };
    }

    void SimulateExtension(long fee) => Rpc.Simulated = envelope =>
    {
        var draft = ((TransactionEnvelope.Tx)XdrCodec.FromBase64<TransactionEnvelope>(envelope)).Value.Tx;
        return new SimulateTransactionResponse(1_000, TransactionData: (DataOf(draft) with { ResourceFee = fee }).ToBase64(), MinResourceFee: fee);
    };

    [Fact]
    public async Task A_block_is_opened_with_nothing_within_its_time()
    {
        var ready = await OpenAsync();
        var transaction = TransactionOf(ready);
        var call = ((HostFunction.InvokeContract)((OperationBody.InvokeHostFunction)transaction.Operations[0].Body).Value.HostFunction).Value;
        Assert.Equal(new KaleCall.Plant(Owner, 0), KaleCall.Parse(call.FunctionName.ToString(), call.Args, out _));
        Assert.Contains(KaleKeys.Block(Farm.ContractId, Block + 1), DataOf(transaction).Resources.Footprint.ReadWrite);
        Assert.Equal(((ulong)Slot.NotBefore, (ulong)Slot.NotAfter), Bounds.Of(transaction.Cond) is var b ? (b.MinTime, b.MaxTime) : default);
        Assert.Equal(0, Assert.IsType<Preparation.Ready>(ready).StakeStroops);
    }

    [Fact]
    public async Task Nothing_is_opened_that_is_open_or_paused_or_not_to_be_paid()
    {
        Assert.Equal(ErrorCode.BlockClosed, RefusalOf(await OpenAsync(Slot with { NotAfter = Rpc.CloseTime })).Code);
        Assert.Equal(ErrorCode.BlockClosed, RefusalOf(await OpenAsync(Slot with { NotBefore = Rpc.CloseTime + 1 })).Code);
        _farm.SetAccount(_farmer.CustodialWallet, 3 * FeePolicy.BaseReserve + FeePolicy.MostOfAct - 1, subEntries: 1);
        Assert.Equal((ErrorCode.InsufficientXlm, Attribution.Farmer), RefusalOf(await OpenAsync()) is var f ? (f.Code, f.AttributedTo) : default);
        _farm.SetAccount(_farmer.CustodialWallet, 3 * FeePolicy.BaseReserve + FeePolicy.MostOfAct, subEntries: 1);
        Assert.IsType<Preparation.Ready>(await OpenAsync());
        _farm.SetPail(_farmer.CustodialWallet, Block + 1, new KalePail(998, null, 0, null));
        Assert.Equal(998u, Assert.IsType<Preparation.AlreadyDone>(await OpenAsync()).Report.Ledger);
        _farm.SetFarm(Block, Rpc.CloseTime - 400, isPaused: true);
        await StartAsync();
        Assert.Equal((ErrorCode.FarmPaused, Attribution.Network), RefusalOf(await OpenAsync()) is var p ? (p.Code, p.AttributedTo) : default);
        _farm.SetFarm(Block + 1, Rpc.CloseTime);
        Rpc.Entries.Remove(KaleKeys.Pail(Farm.ContractId, Owner, Block + 1));
        await StartAsync();
        Assert.Equal(ErrorCode.BlockClosed, RefusalOf(await OpenAsync()).Code);
    }

    [Fact]
    public async Task Pails_that_are_there_are_found_however_many_blocks_are_asked_for()
    {
        SetPail(Block, 1_500);
        SetPail(Block - 1, 1_600);
        var before = Readings;
        var found = Assert.IsType<Preparation.Found>(await _acts.PrepareFindAsync(_farmer, [.. Enumerable.Range(0, 300).Select(i => 1_000 + (uint)i), Block], CancellationToken.None));
        Assert.Equal([new FoundPail(Block, 77, 990, 1_500)], found.Pails);
        Assert.Equal(before + 2, Readings);
        _farmer = _farmer with { HighestLedger = Rpc.Ledger + 1 };
        Assert.IsType<Preparation.Unavailable>(await _acts.PrepareFindAsync(_farmer, [Block], CancellationToken.None));
    }

    [Fact]
    public async Task Of_all_that_a_harvest_needs_what_has_half_of_its_life_behind_it_lives_on_in_one_transaction()
    {
        _farm.SetFarm(Block - 1, Rpc.CloseTime - 360);
        _farm.SetFarm(Block, Rpc.CloseTime - 60);
        SimulateExtension(60_000);
        SetPail(Block, Rpc.Ledger + Life / 2);
        SetPail(Block - 1, Rpc.Ledger + 10);
        SetPail(Block - 2, Rpc.Ledger + Life / 2 + 4);
        var ready = Assert.IsType<Preparation.Ready>(await ExtendAsync(Block, Block - 1, Block - 2));
        var transaction = TransactionOf(ready);
        Assert.Equal(Life, ((OperationBody.ExtendFootprintTtl)transaction.Operations[0].Body).Value.ExtendTo);
        LedgerKey[] expected = [.. new[] { Block, Block - 1 }.SelectMany(b => new[] { KaleKeys.Pail(Farm.ContractId, Owner, b), KaleKeys.Block(Farm.ContractId, b) })];
        Assert.Equal(expected.ToHashSet(), DataOf(transaction).Resources.Footprint.ReadOnly.ToHashSet());
        Assert.Empty(DataOf(transaction).Resources.Footprint.ReadWrite);
        Assert.Equal(2 * 60_000, DataOf(transaction).ResourceFee);
        Assert.Equal([Block, Block - 1], ready.Extends!.Blocks);
        Assert.Equal(Life, ready.Extends.Ledgers);
        Assert.Equal((ulong)Rpc.CloseTime + 20, Bounds.Of(transaction.Cond).MaxTime);
    }

    /// <summary>Persistent ones end too, if nobody calls the farm for months.</summary>
    [Fact]
    public async Task The_farm_itself_lives_on_where_it_is_its_time()
    {
        SimulateExtension(60_000);
        SetPail(Block, Rpc.Ledger + 10);
        Rpc.LiveUntil[KaleKeys.Instance(Farm.ContractId)] = Rpc.Ledger + 100;
        Assert.Contains(KaleKeys.Instance(Farm.ContractId), DataOf(TransactionOf(await ExtendAsync(Block))).Resources.Footprint.ReadOnly);
    }

    [Fact]
    public async Task Nothing_is_sent_that_is_not_due_or_gone_or_too_dear()
    {
        SimulateExtension(60_000);
        SetPail(Block, Rpc.Ledger + Life / 2 + 1);
        Assert.IsType<Preparation.NotNow>(await ExtendAsync(Block));
        SetPail(Block, Rpc.Ledger - 1);
        Assert.IsType<Preparation.NotNow>(await ExtendAsync(Block));
        SetPail(Block, Rpc.Ledger + 10);
        SimulateExtension(FeePolicy.Resources + 1);
        Assert.Contains("500001", Assert.IsType<Preparation.Unavailable>(await ExtendAsync(Block)).Reason, StringComparison.Ordinal);
        SimulateExtension(60_000);
        _farm.SetAccount(_farmer.CustodialWallet, 3 * FeePolicy.BaseReserve + 120_999, subEntries: 1);
        Assert.Equal(ErrorCode.InsufficientXlm, RefusalOf(await ExtendAsync(Block)).Code);
        _farm.SetAccount(_farmer.CustodialWallet, 3 * FeePolicy.BaseReserve + 121_000, subEntries: 1);
        Assert.IsType<Preparation.Ready>(await ExtendAsync(Block));
    }
}
