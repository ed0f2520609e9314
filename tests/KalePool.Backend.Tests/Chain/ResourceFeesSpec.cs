using KalePool.Backend.Chain;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Chain;

public sealed class ResourceFeesSpec
{
    static readonly string Source = Wallets.Of("farmer").Address;
    static readonly SCAddress Farmer = KaleAddresses.Parse(Source);

    readonly FakeFarm _farm = new();
    readonly FakeTimeProvider _time = new();
    readonly ResourceFees _fees;
    long _asks = 20_000;

    public ResourceFeesSpec()
    {
        _fees = new ResourceFees(_farm.Rpc, _time);
        _farm.Rpc.Simulated = _ => new SimulateTransactionResponse(1_000, MinResourceFee: _asks);
    }

    int Simulations => _farm.Rpc.Calls.Count(c => c == "simulateTransaction");

    Task<CallCost> CostAsync(KaleCall call, bool isCodeKnown = true) =>
        _fees.OfAsync(Source, _farm.Deployment, call, KaleFootprints.Harvest(_farm.Deployment, Farmer, 7), isCodeKnown, CancellationToken.None);

    Task<CallCost> HarvestAsync() => CostAsync(new KaleCall.Harvest(Farmer, 7));

    [Fact]
    public async Task Each_kind_is_simulated_once_an_hour()
    {
        Assert.Equal(new CallCost(2 * 20_000 + FeePolicy.Extension), await HarvestAsync());
        _asks = 30_000;
        Assert.Equal(2 * 20_000 + FeePolicy.Extension, (await HarvestAsync()).ResourceFee);
        await CostAsync(new KaleCall.Plant(Farmer, 5));
        await CostAsync(new KaleCall.Plant(Farmer, 0));
        Assert.Equal(3, Simulations);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2 * 30_000 + FeePolicy.Extension, (await HarvestAsync()).ResourceFee);
        Assert.Equal(4, Simulations);
    }

    [Fact]
    public async Task A_higher_rate_is_paid_up_to_the_cap_and_then_refused_by_name()
    {
        _asks = 300_000;
        Assert.Equal(FeePolicy.Resources, (await HarvestAsync()).ResourceFee);
        _fees.Forget();
        _asks = FeePolicy.Resources + 1;
        var refused = await Assert.ThrowsAsync<FeeRefusedException>(HarvestAsync);
        Assert.Equal("the chain asks a resource fee of 500001 stroops for a harvest, at most 500000 are paid", refused.Message);
        // It is looked at again before the hour is over.
        _asks = 20_000;
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2 * 20_000 + FeePolicy.Extension, (await HarvestAsync()).ResourceFee);
    }

    [Fact]
    public async Task Without_an_answer_the_last_one_counts_and_without_any_the_cap()
    {
        _farm.Rpc.Simulated = _ => throw RpcException.Timeout("simulateTransaction");
        Assert.Equal(FeePolicy.Resources, (await HarvestAsync()).ResourceFee);
        _farm.Rpc.Simulated = _ => new SimulateTransactionResponse(1_000, MinResourceFee: _asks);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2 * 20_000 + FeePolicy.Extension, (await HarvestAsync()).ResourceFee);
        _farm.Rpc.Simulated = _ => new SimulateTransactionResponse(1_000, "HostError: Error(Contract, #9)");
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2 * 20_000 + FeePolicy.Extension, (await HarvestAsync()).ResourceFee);
        Assert.Equal(20_000, _fees.AskedFor(new KaleCall.Harvest(Farmer, 7)));
    }

    [Fact]
    public async Task Under_unknown_code_every_call_declares_what_its_simulation_found()
    {
        var found = KaleFootprints.Work(_farm.Deployment, Farmer, 8);
        _farm.Rpc.Simulated = _ => new SimulateTransactionResponse(1_000, TransactionData: KaleFootprints.TransactionData(found, 25_000).ToBase64(), MinResourceFee: 25_000);
        for (var i = 0; i < 2; i++) Assert.Equal(new CallCost(50_000 + FeePolicy.Extension, found), await CostAsync(new KaleCall.Harvest(Farmer, 7), isCodeKnown: false));
        Assert.Equal(2, Simulations);
        _farm.Rpc.Simulated = _ => new SimulateTransactionResponse(1_000, "HostError: Error(WasmVm, MissingValue)\n\nEvent log");
        var refused = await Assert.ThrowsAsync<FeeRefusedException>(() => CostAsync(new KaleCall.Harvest(Farmer, 7), isCodeKnown: false));
        Assert.Equal("under the farm's present code a harvest fails: HostError: Error(WasmVm, MissingValue)", refused.Message);
    }
}
