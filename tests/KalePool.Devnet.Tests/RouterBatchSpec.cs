using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Devnet.Settings;
using KalePool.Devnet.Simulation;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Xunit.Abstractions;

namespace KalePool.Devnet.Tests;

/// <summary>Works and harvests of many in one transaction, declared without simulation: what simulation finds is compared, then it is sent.</summary>
public class RouterBatchSpec
{
    readonly ITestOutputHelper _output;
    readonly TestChain _chain = new(new DevnetSettings { BlockSeconds = 3_000 });
    readonly RouterDeployment _router;
    readonly KeyPair _caller;

    public RouterBatchSpec(ITestOutputHelper output)
    {
        _output = output;
        _router = RouterDeployment.Read(_chain.State.Find(KaleKeys.Instance(_chain.Chain.RouterId))!.Entry.Data);
        _caller = _chain.NewAccount(xlm: 1_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(90)]
    [InlineData(180)]
    public void Works(int count)
    {
        var farmers = Planted(count, trustlines: false);
        KaleCall[] calls = [.. farmers.Select(Mined)];
        var declared = RouterFootprints.Works(_chain.Farm, _router, [.. farmers.Select(TestChain.AddressOf)], 101);

        var applied = Compared(calls, declared);

        Assert.All(RouterResults.Decode(applied.Meta.SorobanMeta!.ReturnValue!, calls), result => Assert.IsType<RoutedResult.Done>(result));
        Assert.All(farmers, farmer => Assert.True(_chain.Pail(farmer, 101)!.IsWorked));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(RouterFootprints.MaxHarvests)]
    public void Harvests(int count)
    {
        var farmers = Harvestable(count);
        KaleCall[] calls = [.. farmers.Select(farmer => new KaleCall.Harvest(TestChain.AddressOf(farmer), 101))];
        var declared = RouterFootprints.Harvests(_chain.Farm, _router, [.. farmers.Select(farmer => (TestChain.AddressOf(farmer), 101u))]);

        var applied = Compared(calls, declared);

        Assert.Equal(count, applied.Meta.Operations[0].Events.Count);
        Assert.All(farmers, farmer => Assert.True(_chain.KaleOf(farmer) > 0));
        Assert.All(farmers, farmer => Assert.Null(_chain.Pail(farmer, 101)));
    }

    [Fact]
    public void Ninety_harvests_say_more_in_events_than_one_transaction_may()
    {
        var farmers = Harvestable(90);
        KaleCall[] calls = [.. farmers.Select(farmer => new KaleCall.Harvest(TestChain.AddressOf(farmer), 101))];
        var operation = Operations.Invoke(RouterInvocations.Operation(_router, _chain.Farm, TestChain.AddressOf(_caller), calls));
        var simulated = Assert.IsType<SimulationResult.Done>(_chain.Simulate(TransactionFactory.ToSimulate(Source, Sequence, Bounds.None, operation)));

        var applied = _chain.Apply(TransactionFactory.Soroban(Source, Sequence, Bounds.None, operation, simulated.Data, TestChain.Bid), _caller);

        Assert.IsType<InvokeHostFunctionResult.ResourceLimitExceeded>(TestChain.ResultOf<InvokeHostFunctionResult>(applied));
    }

    [Fact]
    public void One_that_fails_is_told_by_its_number_and_leaves_the_others()
    {
        var farmers = Harvestable(5);
        var without = farmers[2];
        Assert.True(_chain.Apply(_chain.Classic(without, [Operations.ChangeTrust(_chain.Kale, 0)]), without).Succeeded);
        KaleCall[] calls = [.. farmers.Select(farmer => new KaleCall.Harvest(TestChain.AddressOf(farmer), 101))];
        var declared = RouterFootprints.Harvests(_chain.Farm, _router, [.. farmers.Select(farmer => (TestChain.AddressOf(farmer), 101u))]);

        var results = RouterResults.Decode(Sent(calls, declared).Meta.SorobanMeta!.ReturnValue!, calls);

        Assert.Equal(AssetError.TrustlineMissing, Assert.IsType<RoutedResult.Failed>(results[2]).Failure!.Asset);
        Assert.Equal(4, results.Count(result => result is RoutedResult.Done));
        Assert.True(_chain.Pail(without, 101)!.IsWorked);
    }

    MuxedAccount Source => Addresses.Source(_caller.PublicKey);

    long Sequence => _chain.Account(_caller).SeqNum + 1;

    KaleCall Mined(KeyPair farmer)
    {
        var (hash, nonce) = _chain.Mine(farmer, 0);
        return new KaleCall.Work(TestChain.AddressOf(farmer), hash, nonce);
    }

    AppliedTransaction Compared(KaleCall[] calls, SorobanResources declared)
    {
        var operation = Operations.Invoke(RouterInvocations.Operation(_router, _chain.Farm, TestChain.AddressOf(_caller), calls));
        var simulated = Assert.IsType<SimulationResult.Done>(_chain.Simulate(TransactionFactory.ToSimulate(Source, Sequence, Bounds.None, operation))).Data.Resources;
        Assert.Equal(simulated.Footprint, declared.Footprint);
        Assert.InRange(declared.Instructions, simulated.Instructions, 2L * simulated.Instructions);
        Assert.InRange(declared.WriteBytes, simulated.WriteBytes, 1_300u + 2 * simulated.WriteBytes);
        Assert.InRange(declared.DiskReadBytes, simulated.DiskReadBytes, 2 * simulated.DiskReadBytes);
        return Sent(calls, declared);
    }

    AppliedTransaction Sent(KaleCall[] calls, SorobanResources declared)
    {
        var operation = Operations.Invoke(RouterInvocations.Operation(_router, _chain.Farm, TestChain.AddressOf(_caller), calls));
        var tx = TransactionFactory.Soroban(Source, Sequence, Bounds.None, operation, KaleFootprints.TransactionData(declared, 5_000_000), TestChain.Bid);
        var size = tx.Sign(_chain.Chain.Network, _caller).ToXdr().Length;
        Assert.True(size <= TransactionLimits.Default.TransactionBytes);
        var applied = _chain.Apply(tx, _caller);
        Assert.True(applied.Succeeded, $"{applied.Result.Result}");
        _output.WriteLine($"{calls.Length} calls: {size} bytes, {applied.Result.FeeCharged / calls.Length} stroops each");
        return applied;
    }

    List<KeyPair> Harvestable(int count)
    {
        var farmers = Planted(count, trustlines: true);
        foreach (var batch in farmers.Chunk(90)) Sent([.. batch.Select(Mined)], RouterFootprints.Works(_chain.Farm, _router, [.. batch.Select(TestChain.AddressOf)], 101));
        _chain.PassBlock();
        Assert.True(_chain.Apply(_chain.Plant(_caller, 0), _caller).Succeeded);
        return farmers;
    }

    /// <summary>Farmers who have planted nothing in block 101, as many a ledger as it holds.</summary>
    List<KeyPair> Planted(int count, bool trustlines)
    {
        var farmers = Enumerable.Range(0, count).Select(_ => trustlines ? _chain.NewFarmer() : _chain.NewAccount()).ToList();
        foreach (var batch in farmers.Chunk(100))
        {
            foreach (var farmer in batch) Assert.Equal(QueueStatus.Pending, _chain.Send(_chain.Plant(farmer, 0, 101), farmer).Status);
            Assert.All(_chain.Close().Transactions, tx => Assert.True(tx.Succeeded));
        }
        _chain.Close();
        return farmers;
    }
}
