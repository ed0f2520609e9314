using KalePool.Backend.Chain;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Tests.Chain;

public sealed class WalletNeedsSpec
{
    static readonly string Source = Wallets.Of("farmer").Address;
    static readonly SCAddress Farmer = KaleAddresses.Parse(Source);

    readonly FakeFarm _farm = new();
    readonly ResourceFees _fees;
    readonly WalletNeeds _needs;

    public WalletNeedsSpec()
    {
        _fees = new ResourceFees(_farm.Rpc, TimeProvider.System);
        _needs = new WalletNeeds(_fees);
    }

    async Task SimulateAsync(long asked, params KaleCall[] calls)
    {
        _farm.Rpc.Simulated = _ => new SimulateTransactionResponse(1_000, MinResourceFee: asked);
        foreach (var call in calls) await _fees.OfAsync(Source, _farm.Deployment, call, KaleFootprints.Work(_farm.Deployment, Farmer, 7), true, CancellationToken.None);
    }

    Task SimulateAllAsync(long asked) => SimulateAsync(asked, new KaleCall.Plant(Farmer, 5), new KaleCall.Harvest(Farmer, 7), new KaleCall.Work(Farmer, Opaque.Zeros(32), 1));

    [Fact]
    public void Before_anything_was_simulated_it_is_what_was_measured()
    {
        Assert.Equal(FeePolicy.LeastToPlant, _needs.LeastToPlant);
        Assert.Equal(FeePolicy.LeastToPlant + 2 * 2 * 81_000, _needs.LeastToPlantBeside(2));
    }

    [Fact]
    public async Task It_follows_each_kind_of_call_as_it_was_simulated()
    {
        await SimulateAsync(40_000, new KaleCall.Plant(Farmer, 5));
        await SimulateAsync(30_000, new KaleCall.Plant(Farmer, 0));
        Assert.Equal(FeePolicy.LeastToPlant, _needs.LeastToPlant);
        await SimulateAsync(70_000, new KaleCall.Harvest(Farmer, 7));
        Assert.Equal(81_000 + 81_000 + 141_000 + FeePolicy.Extension + FeePolicy.Exit, _needs.LeastToPlant);
        Assert.Equal(_needs.LeastToPlant + 81_000 + 141_000, _needs.LeastToPlantBeside(1));
        await SimulateAsync(20_000, new KaleCall.Work(Farmer, Opaque.Zeros(32), 1));
        Assert.Equal(81_000 + 41_000 + 141_000 + FeePolicy.Extension + FeePolicy.Exit, _needs.LeastToPlant);
    }

    /// <summary>Each act needs all that it declares when it is sent, whatever the ones before it have cost.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(36_000, 0)]
    [InlineData(36_000, 7)]
    [InlineData(5_000, 3)]
    [InlineData(200_000, 0)]
    [InlineData(490_000, 7)]
    public async Task However_many_blocks_are_open_the_last_act_can_still_be_sent(long asked, int openBlocks)
    {
        if (asked > 0) await SimulateAllAsync(asked);
        var dearest = (asked == 0 ? 36_000 : asked) + FeePolicy.Inclusion;
        const long rent = 350_000;
        var left = _needs.LeastToPlantBeside(openBlocks);
        for (var act = 0; act < 1 + 2 * (openBlocks + 1); act++)
        {
            Assert.True(left >= FeePolicy.Declared(asked) + FeePolicy.Inclusion, $"act {act} cannot be sent");
            left -= act == 0 ? dearest + rent : dearest;
        }
        Assert.True(left >= FeePolicy.Exit, "the exit cannot be sent");
    }

    [Fact]
    public async Task To_open_a_block_what_is_open_must_still_come_home()
    {
        Assert.Equal(FeePolicy.MostOfAct, _needs.LeastToOpen(1));
        await SimulateAllAsync(200_000);
        Assert.Equal(3 * 401_000, _needs.LeastToOpen(2));
    }
}
