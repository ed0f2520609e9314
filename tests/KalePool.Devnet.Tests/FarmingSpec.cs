using KalePool.Kale;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

public class FarmingSpec
{
    readonly TestChain _chain = new();

    [Fact]
    public void Begins_with_a_last_block_whose_ranges_look_like_mainnets()
    {
        var farmer = _chain.NewFarmer();

        Assert.True(_chain.Apply(_chain.Plant(farmer, 0), farmer).Succeeded);

        var block = _chain.Block(101)!;
        Assert.Equal((6u, 20u), (block.MaxZeros, block.MaxGap));
        Assert.True(block.MaxStake > 0 && block.MinStake > 0);
        Assert.NotEqual(Opaque.Zeros(32), block.Entropy);
        Assert.Equal(_chain.State.CloseTime, block.Timestamp);
    }

    [Fact]
    public void Plants_works_and_harvests()
    {
        var farmer = _chain.NewFarmer(kale: 1_000);
        Assert.True(_chain.Apply(_chain.Plant(farmer, 400), farmer).Succeeded);
        Assert.Equal(600, _chain.KaleOf(farmer));
        var planted = _chain.State.Sequence;
        _chain.Close();

        var worked = _chain.Apply(_chain.Work(farmer, zeros: 2), farmer);
        Assert.Equal(SCVals.U32(_chain.State.Sequence - planted), worked.Meta.SorobanMeta!.ReturnValue);
        Assert.True(_chain.Pail(farmer, 101)!.IsWorked);

        _chain.PassBlock();
        Assert.True(_chain.Apply(_chain.Plant(farmer, 0), farmer).Succeeded);
        var harvested = _chain.Apply(_chain.Harvest(farmer, 101), farmer);

        var reward = ((SCVal.I128)harvested.Meta.SorobanMeta!.ReturnValue!).Value.ToInt128();
        Assert.Equal(25_050_000_000, reward);
        Assert.Equal(600 + 400 + reward, _chain.KaleOf(farmer));
        Assert.Null(_chain.Pail(farmer, 101));
    }

    [Fact]
    public void Anybody_may_work_and_harvest_for_a_farmer()
    {
        var farmer = _chain.NewFarmer();
        var other = _chain.NewAccount();
        _chain.Apply(_chain.Plant(farmer, 0), farmer);

        Assert.True(_chain.Apply(_chain.Work(farmer, source: other), other).Succeeded);
        _chain.PassBlock();
        Assert.True(_chain.Apply(_chain.Plant(farmer, 0), farmer).Succeeded);
        Assert.True(_chain.Apply(_chain.Harvest(farmer, 101, other), other).Succeeded);
        Assert.Equal(25_050_000_000, _chain.KaleOf(farmer));
    }

    [Fact]
    public void Says_the_contracts_error_in_diagnostic_events()
    {
        var farmer = _chain.NewFarmer();
        _chain.Apply(_chain.Plant(farmer, 0), farmer);

        var again = _chain.Apply(_chain.Plant(farmer, 0), farmer);

        Assert.IsType<InvokeHostFunctionResult.Trapped>(TestChain.ResultOf<InvokeHostFunctionResult>(again));
        Assert.Equal(KaleError.PailExists, KaleErrors.OfDiagnostics(again.Meta.DiagnosticEvents, _chain.Farm)?.Kale);
        Assert.All(again.Meta.DiagnosticEvents, diagnostic => Assert.False(diagnostic.InSuccessfulContractCall));
    }

    [Fact]
    public void Tells_a_missing_trustline_from_a_bad_hash_by_who_failed()
    {
        var farmer = _chain.NewAccount();
        _chain.Apply(_chain.Plant(farmer, 0), farmer);
        _chain.Apply(_chain.Work(farmer), farmer);
        _chain.PassBlock();
        _chain.Apply(_chain.Plant(farmer, 0), farmer);

        var harvested = _chain.Apply(_chain.Harvest(farmer, 101), farmer);

        Assert.Equal(AssetError.TrustlineMissing, KaleErrors.OfDiagnostics(harvested.Meta.DiagnosticEvents, _chain.Farm)?.Asset);
    }

    [Fact]
    public void A_stake_beyond_64_bits_is_told_after_a_missing_trustline()
    {
        var (bare, farmer) = (_chain.NewAccount(), _chain.NewFarmer(kale: 5));
        var stake = (Int128)long.MaxValue + 1;

        var missing = _chain.Apply(_chain.Plant(bare, stake), bare);
        var tooLarge = _chain.Apply(_chain.Plant(farmer, stake, index: 101), farmer);

        Assert.Equal(AssetError.TrustlineMissing, KaleErrors.OfDiagnostics(missing.Meta.DiagnosticEvents, _chain.Farm)?.Asset);
        Assert.Equal(AssetError.Overflow, KaleErrors.OfDiagnostics(tooLarge.Meta.DiagnosticEvents, _chain.Farm)?.Asset);
    }

    [Fact]
    public void Traps_a_call_outside_of_its_footprint()
    {
        var farmer = _chain.NewFarmer();

        var missed = _chain.Apply(_chain.Plant(farmer, 0, index: 100), farmer);

        Assert.IsType<InvokeHostFunctionResult.Trapped>(TestChain.ResultOf<InvokeHostFunctionResult>(missed));
        Assert.Contains(missed.Meta.DiagnosticEvents, diagnostic =>
            ((ContractEventBody.V0)diagnostic.Event.Body).Value.Topics is [_, SCVal.Error { Value: SCError.Storage { Value: SCErrorCode.ExceededLimit } }]);
        Assert.Null(_chain.Block(101));
    }

    [Fact]
    public void A_plant_without_authorization_traps()
    {
        var farmer = _chain.NewFarmer();
        var thief = _chain.NewFarmer();
        var call = new KaleCall.Plant(TestChain.AddressOf(farmer), 0);

        var stolen = _chain.Apply(_chain.Call(thief, call, KaleFootprints.Plant(_chain.Farm, TestChain.AddressOf(farmer), 101, 0)), thief);

        Assert.False(stolen.Succeeded);
        Assert.Contains(stolen.Meta.DiagnosticEvents, diagnostic =>
            ((ContractEventBody.V0)diagnostic.Event.Body).Value.Topics is [_, SCVal.Error { Value: SCError.Auth { Value: SCErrorCode.InvalidAction } }]);
    }

    [Fact]
    public void A_wide_plant_lands_on_either_side_of_the_boundary()
    {
        var early = _chain.NewFarmer();
        var late = _chain.NewFarmer();
        var opener = _chain.NewFarmer();
        _chain.Apply(_chain.Plant(opener, 0), opener);
        Assert.Equal(101u, _chain.FarmNow.Index);

        Assert.True(_chain.Apply(Wide(early), early).Succeeded);
        _chain.PassBlock();
        Assert.True(_chain.Apply(Wide(late, 101), late).Succeeded);

        Assert.NotNull(_chain.Pail(early, 101));
        Assert.NotNull(_chain.Pail(late, 102));

        Transaction Wide(Stellar.Keys.KeyPair key, uint index = 101) =>
            _chain.Call(key, new KaleCall.Plant(TestChain.AddressOf(key), 0), KaleFootprints.PlantWide(_chain.Farm, TestChain.AddressOf(key), index, 0));
    }

    [Fact]
    public void What_nobody_harvests_is_gone_when_its_time_is_over()
    {
        var chain = new TestChain(new Settings.DevnetSettings { MinTemporaryTtl = 16 });
        var farmer = chain.NewFarmer();
        chain.Apply(chain.Plant(farmer, 0), farmer);
        chain.Apply(chain.Work(farmer), farmer);
        chain.PassBlock();
        chain.Apply(chain.Plant(farmer, 0), farmer);
        Assert.NotNull(chain.Pail(farmer, 101));
        for (var i = 0; i < 16; i++) chain.Close();

        Assert.Null(chain.Pail(farmer, 101));
        Assert.Null(chain.State.Find(KaleKeys.Pail(chain.Farm.ContractId, TestChain.AddressOf(farmer), 101)));
        var harvested = chain.Apply(chain.Harvest(farmer, 101), farmer);
        Assert.Equal(KaleError.BlockMissing, KaleErrors.OfDiagnostics(harvested.Meta.DiagnosticEvents, chain.Farm)?.Kale);
    }
}
