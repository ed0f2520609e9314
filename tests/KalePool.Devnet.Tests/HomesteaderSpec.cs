using KalePool.Devnet.Genesis;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

/// <summary>What the farm's homesteader may do with it.</summary>
public class HomesteaderSpec
{
    readonly TestChain _chain = new();
    readonly KeyPair _farmer;

    public HomesteaderSpec() => _farmer = _chain.NewFarmer();

    AssetCalls Homesteader => new(_chain, _chain.Farm.ContractId, _chain.Chain.Keys.Homesteader);

    [Fact]
    public void Pauses_and_unpauses()
    {
        Assert.True(Homesteader.Invoke("pause").Succeeded);
        Assert.Equal("HostError: Error(Contract, #4)", Homesteader.Refusal("pause"));
        Assert.Equal("HostError: Error(Contract, #4)", ByFarmer.Refusal("plant", AssetCalls.Of(_farmer), SCVals.I128(0)));

        Assert.True(Homesteader.Invoke("unpause").Succeeded);
        Assert.Equal("HostError: Error(Contract, #5)", Homesteader.Refusal("unpause"));
        Assert.True(_chain.Apply(_chain.Plant(_farmer, 0), _farmer).Succeeded);
    }

    [Fact]
    public void Removes_a_block_that_is_there_or_not()
    {
        Assert.True(_chain.Apply(_chain.Plant(_farmer, 0), _farmer).Succeeded);

        Assert.True(Homesteader.Invoke("remove_block", SCVals.U32(101)).Succeeded);
        Assert.True(Homesteader.Invoke("remove_block", SCVals.U32(7)).Succeeded);

        Assert.Null(_chain.Block(101));
        Assert.Equal("HostError: Error(Contract, #11)", ByFarmer.Refusal("harvest", AssetCalls.Of(_farmer), SCVals.U32(101)));
    }

    [Fact]
    public void Changes_the_code_and_the_system_tells()
    {
        var old = _chain.Farm.CodeHash;
        var other = PlaceholderCode.Router.Hash;
        Assert.StartsWith("HostError: Error(Storage, MissingValue)", Homesteader.Refusal("upgrade", SCVals.Bytes(Opaque.Zeros(32))), StringComparison.Ordinal);
        Assert.Equal("HostError: Error(WasmVm, InvalidAction)", Homesteader.Refusal("upgrade", SCVals.Bytes(Opaque.Zeros(31))));

        var upgraded = Homesteader.Invoke("upgrade", SCVals.Bytes(other));

        var told = Assert.Single(upgraded.Meta.Operations[0].Events);
        Assert.Equal(ContractEventType.System, told.Type);
        Assert.Equal(
            [SCVals.Symbol("executable_update"), SCVals.Variant("Wasm", SCVals.Bytes(old)), SCVals.Variant("Wasm", SCVals.Bytes(other))],
            ((ContractEventBody.V0)told.Body).Value.Topics);
        // The other code knows no plant, and what was written down for the old one lacks the new one's key.
        Assert.Equal("HostError: Error(WasmVm, MissingValue)", ByFarmer.Refusal("plant", AssetCalls.Of(_farmer), SCVals.I128(0)));
        Assert.False(_chain.Apply(_chain.Plant(_farmer, 0), _farmer).Succeeded);
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("unpause")]
    public void Nobody_else_may(string function)
    {
        var simulated = ByFarmer.Simulate("pause");

        var refused = ByFarmer.Send(function, simulated.Data);

        Assert.IsType<InvokeHostFunctionResult.Trapped>(TestChain.ResultOf<InvokeHostFunctionResult>(refused));
        Assert.False(_chain.FarmNow.IsPaused);
    }

    [Fact]
    public void Reserved_functions_are_not_called_from_outside()
    {
        Assert.Equal("HostError: Error(Context, InvalidAction)", Homesteader.Refusal("__constructor", AssetCalls.Of(_farmer), AssetCalls.Of(_farmer)));
        Assert.Equal("HostError: Error(Context, InvalidAction)", Homesteader.Refusal("__check_auth", SCVals.Bytes(Opaque.Zeros(32)), SCVals.Void, SCVals.Vec()));
    }

    AssetCalls ByFarmer => new(_chain, _chain.Farm.ContractId, _farmer);
}
