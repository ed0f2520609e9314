using KalePool.Actors.Ports;
using KalePool.Backend.Chain;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Tests.Chain;

/// <summary>Pails that are gone without a trace; those that left one are found on a devnet by StrangersHarvestSpec.</summary>
public sealed class HarvestSearchSpec
{
    const uint Block = 100;

    readonly FakeFarm _farm = new();

    FakeRpc Rpc => _farm.Rpc;

    Task<Preparation> FindAsync(uint planted, uint liveUntil)
    {
        var block = new FarmerBlock(Block) { Plant = StepState.Success, StakeStroops = 77, PlantLedger = planted, LiveUntil = liveUntil };
        var farmer = FarmerState.Empty with { CustodialWallet = Wallets.Of("farmer").Address, Blocks = FarmerState.Empty.Blocks.SetItem(Block, block) };
        return new HarvestSearch(Rpc).FindAsync(farmer, Block, _farm.Deployment, Rpc.Ledger, CancellationToken.None);
    }

    static Failure RefusalOf(Preparation preparation) => Assert.IsType<Preparation.Refused>(preparation).Failure;

    /// <summary>Expired only where nothing since the plant can be hidden and the pail has outlived its time.</summary>
    [Theory]
    [InlineData(900u, 999u, 1u, ErrorCode.Expired)]
    [InlineData(900u, 999u, 901u, ErrorCode.UnknownOutcome)]
    [InlineData(900u, 1_000u, 1u, ErrorCode.UnknownOutcome)]
    [InlineData(900u, 0u, 1u, ErrorCode.UnknownOutcome)]
    public async Task Without_a_trace_it_has_expired_or_nobody_can_tell(uint planted, uint liveUntil, uint oldest, string code)
    {
        Rpc.Oldest = oldest;
        Assert.Equal((code, Attribution.Network), RefusalOf(await FindAsync(planted, liveUntil)) is var f ? (f.Code, f.AttributedTo) : default);
    }

    [Fact]
    public async Task An_event_whose_transaction_is_forgotten_may_have_been_the_harvest()
    {
        Rpc.Events.Add(new EventInfo("contract", 950, DateTimeOffset.UnixEpoch, "0000004080218931200-0000000001", new string('a', 64), SCVals.I128(7).ToBase64()));
        Assert.Equal(ErrorCode.UnknownOutcome, RefusalOf(await FindAsync(900, 999)).Code);
        Rpc.Found = _ => new GetTransactionResponse(TransactionStatus.Success, Rpc.Ledger, Rpc.CloseTime, 1, 0, Ledger: 950);
        await Assert.ThrowsAsync<RpcException>(() => FindAsync(900, 999));
    }
}
