using KalePool.Devnet.Settings;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Faults;

/// <summary>What happens to the whole chain: everything by transactions and ledgers that a real one could have.</summary>
public sealed class ChainFaultsSpec
{
    readonly FaultyWorld _world = new(settings: new DevnetSettings { BlockSeconds = 100 });

    TestChain Test => _world.Test;

    [Fact]
    public void A_halted_chain_closes_no_ledgers_while_the_clock_goes_on()
    {
        _world.Follow("""{"fault":"halted","after_seconds":5,"for_seconds":40}""");
        var before = _world.State;

        Assert.All(Enumerable.Range(0, 8), _ => Assert.Null(_world.Close()));
        Assert.True(FaultyWorld.Read(_world.Ask("getHealth")).TryGetProperty("error", out var error), $"{error}");
        var closed = _world.Close();

        Assert.Equal((before.Sequence + 1, before.CloseTime + 45), (closed!.Sequence, closed.CloseTime));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public void Close_times_are_off_by_the_validators_clock_and_never_go_back(int seconds)
    {
        _world.Close(1, 300);
        _world.Follow($$"""{"fault":"chain_clock","seconds":{{seconds}},"for_ledgers":20}""");
        var last = _world.State.CloseTime;
        for (var i = 0; i < 25; i++)
        {
            var closed = _world.Close()!;
            Assert.True(closed.CloseTime > last);
            last = closed.CloseTime;
            if (i == 19) Assert.Equal((long)Test.Chain.Now() + seconds, (long)last);
        }
    }

    [Fact]
    public void Full_ledgers_take_those_who_bid_more_than_the_crowd()
    {
        var (poor, rich) = (Test.NewAccount(), Test.NewAccount());
        _world.Follow("""{"fault":"full_ledgers","bid":2000}""");
        // The crowd's accounts are made, then it comes.
        _world.Close(2, 5);

        Assert.Equal("ERROR", _world.StatusOf(Trust(poor, 1_999)));
        var taken = Trust(rich, 2_100);
        Assert.Equal("PENDING", _world.StatusOf(taken));
        var closed = _world.Close()!;

        // A hundred operations each: beside the one, nine of the crowd have room.
        Assert.Equal(901, closed.Transactions.Where(tx => !tx.IsSoroban).Sum(tx => tx.Operations.Count));
        Assert.All(closed.Transactions, tx => Assert.True(tx.Succeeded, $"{tx.Result.Result}"));
        Assert.True(_world.Knows(taken));
        Assert.Equal("2000", _world.Result("getFeeStats").GetProperty("inclusionFee").GetProperty("p50").GetString());
        Assert.NotEqual("100", _world.Result("getFeeStats").GetProperty("sorobanInclusionFee").GetProperty("p50").GetString());
    }

    [Fact]
    public void A_contract_call_stays_out_where_the_crowd_bids_more()
    {
        var farmer = Test.NewFarmer();
        _world.Follow("""{"fault":"fee_surge","after_ledgers":0,"for_ledgers":12}""");
        _world.Close(3, 5);
        var act = _world.Plant(farmer, ledgers: 6);
        var envelope = XdrCodec.FromBase64<TransactionEnvelope>(act.Xdr);

        var refused = _world.Send(envelope);
        Assert.Equal("ERROR", refused.GetProperty("status").GetString());
        Assert.IsType<TransactionResultResult.TxInsufficientFee>(XdrCodec.FromBase64<TransactionResult>(refused.GetProperty("errorResultXdr").GetString()!).Result);

        _world.Close(20, 5);
        Assert.False(_world.Knows(envelope));
        Assert.Equal("PENDING", _world.StatusOf(Trust(farmer, 100)));
        _world.Close();
        Assert.Single(_world.Test.Chain.View.History.Latest.Transactions);
    }

    [Fact]
    public void A_crowd_that_leaves_room_leaves_it()
    {
        var account = Test.NewAccount();
        _world.Follow("""{"fault":"fee_surge","free_percent":10}""");
        _world.Close(2, 5);

        Assert.Equal("PENDING", _world.StatusOf(Trust(account, 100)));
        Assert.Equal(901, _world.Close()!.Transactions.Where(tx => !tx.IsSoroban).Sum(tx => tx.Operations.Count));
    }

    [Fact]
    public void Entries_run_out_where_the_network_has_voted_for_short_lives()
    {
        var farmer = Test.NewFarmer();
        _world.Follow("""{"fault":"short_lives","ledgers":16,"for_ledgers":10}""");
        Test.Apply(Test.Plant(farmer, 0), farmer);
        Test.Apply(Test.Work(farmer), farmer);
        Assert.NotNull(Test.Pail(farmer, 101));

        _world.Close(16, 5);
        Assert.Null(Test.Pail(farmer, 101));
        Assert.Null(Test.Block(101));
        // Without its block the farm opens the next one before the boundary.
        Test.Apply(Test.Call(farmer, new KaleCall.Plant(TestChain.AddressOf(farmer), 0), KaleFootprints.PlantWide(Test.Farm, TestChain.AddressOf(farmer), 101, 0)), farmer);
        _world.Close(30, 1);
        Assert.NotNull(Test.Pail(farmer, 102));
    }

    [Fact]
    public void The_farm_is_paused_and_goes_on_afterwards()
    {
        var farmer = Test.NewFarmer();
        _world.Follow("""{"fault":"paused_farm","for_ledgers":4}""");
        _world.Close();
        Assert.True(Test.FarmNow.IsPaused);
        var planted = Test.Apply(Test.Plant(farmer, 0), farmer);
        Assert.Equal(KaleError.FarmPaused, KaleErrors.OfDiagnostics(planted.Meta.DiagnosticEvents, Test.Farm)?.Kale);

        _world.Close(4, 5);
        Assert.False(Test.FarmNow.IsPaused);
        _world.Follow("""{"fault":"paused_farm"}""");
        _world.Network.Follow(null);
        _world.Close(4, 5);
        Assert.False(Test.FarmNow.IsPaused);
        Assert.True(Test.Apply(Test.Plant(farmer, 0), farmer).Succeeded);
    }

    [Fact]
    public void The_farm_runs_another_code_and_the_first_one_afterwards()
    {
        var farmer = Test.NewFarmer();
        _world.Follow("""{"fault":"changed_code","for_ledgers":3}""");
        _world.Close();
        Assert.Equal(Chain.NextKaleCode, Code());
        Assert.False(Test.Apply(Test.Plant(farmer, 0), farmer).Succeeded);

        _world.Close(4, 5);
        Assert.Equal(Test.Farm.CodeHash, Code());
        Assert.True(Test.Apply(Test.Plant(farmer, 0), farmer).Succeeded);

        Opaque Code() => new KalePool.Devnet.Faults.Strangers.FarmView(Test.State, Test.Farm).CodeHash;
    }

    [Fact]
    public void A_stranger_opens_the_next_block_in_the_first_ledger_that_may()
    {
        var farmer = Test.NewFarmer();
        Test.Apply(Test.Plant(farmer, 0), farmer);
        _world.Follow("""{"fault":"opened_at_once"}""");
        var boundary = Test.FarmNow.FarmBlock!.Timestamp + 100;
        while (_world.State.CloseTime < boundary)
        {
            Assert.Equal(101u, Test.FarmNow.Index);
            _world.Close();
        }

        Assert.Equal(102u, Test.FarmNow.Index);
        Assert.Equal(_world.State.CloseTime, Test.Block(102)!.Timestamp);
    }

    [Fact]
    public void The_homesteader_removes_a_block_and_the_next_one_opens_before_its_time()
    {
        var farmer = Test.NewFarmer();
        Test.Apply(Test.Plant(farmer, 0), farmer);
        _world.Follow("""{"fault":"block_removed","block_seconds":20}""");
        _world.Close(7, 5);

        Assert.Null(Test.Block(101));
        Assert.Equal(102u, Test.FarmNow.Index);
        Assert.InRange(Test.Block(102)!.Timestamp, Test.FarmNow.FarmBlock!.Timestamp, _world.State.CloseTime);
        var late = Test.Apply(Test.Call(farmer, new KaleCall.Harvest(TestChain.AddressOf(farmer), 101), KaleFootprints.Harvest(Test.Farm, TestChain.AddressOf(farmer), 101)), farmer);
        Assert.Equal(KaleError.BlockMissing, KaleErrors.OfDiagnostics(late.Meta.DiagnosticEvents, Test.Farm)?.Kale);
    }

    [Fact]
    public void Strangers_work_and_harvest_for_farmers_that_are_named()
    {
        var (named, other) = (Test.NewFarmer(), Test.NewFarmer());
        _world.Follow($$"""{"fault":"strangers_work","farmers":["{{named.Address}}"],"zeros":1},{"fault":"strangers_harvest"}""");
        Test.Apply(Test.Plant(named, 0), named);
        Test.Apply(Test.Plant(other, 0), other);
        _world.Close(4, 5);

        Assert.True(Test.Pail(named, 101)!.Zeros >= 1);
        Assert.False(Test.Pail(other, 101)!.IsWorked);
        var before = Test.Account(named).SeqNum;
        Test.PassBlock();
        Test.Apply(Test.Plant(other, 0), other);
        _world.Close(3, 5);

        Assert.Null(Test.Pail(named, 101));
        Assert.True(Test.KaleOf(named) > 0);
        Assert.NotNull(Test.Pail(other, 101));
        Assert.Equal(before, Test.Account(named).SeqNum);
        Assert.Equal(["strangers_work", "strangers_harvest"], _world.Network.Log.After().Select(entry => entry.Fault));
    }

    [Fact]
    public void Strangers_come_for_some_farmers_by_chance_and_for_the_same_ones_by_the_same_seed()
    {
        var (one, same, other) = (Run(3), Run(3), Run(4));

        Assert.Equal(one, same);
        Assert.InRange(one.Count, 1, 11);
        Assert.NotEqual(one, other);

        static List<int> Run(int seed)
        {
            var world = new FaultyWorld();
            List<KeyPair> farmers = [.. Enumerable.Range(0, 12).Select(_ => world.Test.NewFarmer())];
            world.Follow("""{"fault":"strangers_work","probability":0.5}""", seed);
            foreach (var farmer in farmers) Assert.Equal(KalePool.Devnet.Queue.QueueStatus.Pending, world.Test.Send(world.Test.Plant(farmer, 0), farmer).Status);
            world.Close(6, 5);
            return [.. farmers.Index().Where(item => world.Test.Pail(item.Item, 101)!.IsWorked).Select(item => item.Index)];
        }
    }

    TransactionEnvelope Trust(KeyPair key, uint bid) => Test.Classic(key, [Operations.ChangeTrust(Test.Kale, 77)], bid: bid).Sign(Test.Chain.Network, key);
}
