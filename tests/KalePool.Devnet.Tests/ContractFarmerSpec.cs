using System.Security.Cryptography;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Simulation;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

/// <summary>A farmer that is a contract: a second farm, which as an account does what its homesteader agrees to.</summary>
public class ContractFarmerSpec
{
    readonly TestChain _chain = new();
    readonly KeyPair _homesteader;
    readonly SCAddress.Contract _farmer;

    public ContractFarmerSpec()
    {
        _homesteader = _chain.NewAccount(xlm: 1_000);
        var preimage = new ContractIDPreimage.Address(new ContractIDPreimageFromAddress(TestChain.AddressOf(_homesteader), Opaque.Zeros(32)));
        _farmer = new SCAddress.Contract(ContractIds.Of(_chain.Chain.Network, preimage));
        var created = AssetCalls.Run(_chain, _homesteader, new HostFunction.CreateContractV2(new CreateContractArgsV2(
            preimage, new ContractExecutable.Wasm(_chain.Farm.CodeHash), [AssetCalls.Of(_homesteader), SCVals.ContractAddress(_chain.Farm.AssetContractId)])));
        Assert.True(created.Succeeded);
    }

    [Fact]
    public void Is_made_by_a_constructor_that_its_homesteader_authorises()
    {
        var farm = KaleCodec.DecodeFarm(_chain.State.Find(KaleKeys.Instance(_farmer.Value))!.Entry.Data);

        Assert.Equal((TestChain.AddressOf(_homesteader), 0u, false), (farm.Homesteader, farm.Index, farm.IsPaused));
        Assert.Equal(KaleBlock.Fresh(farm.FarmBlock!.Timestamp), farm.FarmBlock);
        // The farm is one: its first plant opens block 0.
        var plant = new InvokeContractArgs(_farmer, "plant", [AssetCalls.Of(_homesteader), SCVals.I128(0)]);
        Assert.True(AssetCalls.Run(_chain, _homesteader, new HostFunction.InvokeContract(plant)).Succeeded);
        Assert.NotNull(_chain.State.Find(KaleKeys.Pail(_farmer.Value, TestChain.AddressOf(_homesteader), 0)));
    }

    [Fact]
    public void Plants_is_worked_for_and_harvests_into_a_balance_of_its_own()
    {
        Assert.True(Plant(0, agreed: true).Succeeded);
        _chain.Close();
        var (hash, nonce) = Mine();
        Assert.True(ByAnybody(new KaleCall.Work(_farmer, hash, nonce), KaleFootprints.Work(_chain.Farm, _farmer, 101)).Succeeded);
        _chain.PassBlock();

        // The next plant opens block 102 and so ends 101.
        Assert.True(Plant(0, agreed: true).Succeeded);
        var harvest = new KaleCall.Harvest(_farmer, 101);
        var declared = KaleFootprints.Harvest(_chain.Farm, _farmer, 101);
        var simulated = Simulated(KaleInvocations.Operation(_chain.Farm, harvest));
        Assert.Equal(simulated.Footprint, declared.Footprint);
        Assert.InRange(declared.WriteBytes, simulated.WriteBytes + 50, simulated.WriteBytes + 150);
        Assert.True(declared.DiskReadBytes >= simulated.DiskReadBytes + 900, $"{simulated.DiskReadBytes}");
        var router = RouterDeployment.Read(_chain.State.Find(KaleKeys.Instance(_chain.Chain.RouterId))!.Entry.Data);
        Assert.Equal(
            Simulated(RouterInvocations.Operation(router, _chain.Farm, TestChain.AddressOf(_homesteader), [harvest])).Footprint,
            RouterFootprints.Harvests(_chain.Farm, router, [(_farmer, 101)]).Footprint);
        var harvested = ByAnybody(harvest, declared);

        var reward = ((SCVal.I128)harvested.Meta.SorobanMeta!.ReturnValue!).Value.ToInt128();
        Assert.True(reward > 0);
        Assert.Equal(reward, Balance());
        _chain.PassBlock();
        Assert.True(Plant(1_000, agreed: true).Succeeded);
        Assert.Equal(reward - 1_000, Balance());
        Assert.Equal(1_000, KaleCodec.DecodePail(_chain.State.Find(KaleKeys.Pail(_chain.Farm.ContractId, _farmer, 103))!.Entry.Data).Stake);
    }

    [Fact]
    public void Does_nothing_that_its_homesteader_has_not_agreed_to()
    {
        var refused = Plant(0, agreed: false);

        Assert.IsType<InvokeHostFunctionResult.Trapped>(TestChain.ResultOf<InvokeHostFunctionResult>(refused));
        Assert.Equal(100u, _chain.FarmNow.Index);
    }

    /// <summary>Anybody pays; the contract's own agreement is a tree of the homesteader's, over the payload that it would sign.</summary>
    AppliedTransaction Plant(Int128 stake, bool agreed)
    {
        var call = new KaleCall.Plant(_farmer, stake);
        var credentials = new SorobanAddressCredentials(_farmer, _chain.State.Sequence, _chain.State.Sequence + 100, SCVals.Void);
        var tree = KaleInvocations.Authorized(_chain.Farm, call);
        var auth = new List<SorobanAuthorizationEntry> { new(new SorobanCredentials.Address(credentials), tree) };
        if (agreed)
        {
            HashIDPreimage preimage = new HashIDPreimage.SorobanAuthorization(new HashIDPreimageSorobanAuthorization(
                _chain.Chain.Network.Id, credentials.Nonce, credentials.SignatureExpirationLedger, tree));
            var payload = SCVals.Bytes(new Opaque(SHA256.HashData(preimage.ToXdr())));
            auth.Add(new SorobanAuthorizationEntry(
                new SorobanCredentials.SourceAccount(),
                new SorobanAuthorizedInvocation(new SorobanAuthorizedFunction.ContractFn(new InvokeContractArgs(_farmer, "__check_auth", [payload])), [])));
        }
        var operation = Operations.Invoke(new InvokeHostFunctionOp(new HostFunction.InvokeContract(KaleInvocations.Invocation(_chain.Farm, call)), auth.ToXdrArray()));
        _chain.Close();
        var simulated = _chain.Simulate(TransactionFactory.ToSimulate(Source, Sequence, Bounds.None, operation));
        var data = simulated is SimulationResult.Done done ? done.Data : Declared(call);
        return _chain.Apply(TransactionFactory.Soroban(Source, Sequence, Bounds.None, operation, data, TestChain.Bid), _homesteader);
    }

    SorobanResources Simulated(InvokeHostFunctionOp operation) =>
        Assert.IsType<SimulationResult.Done>(_chain.Simulate(TransactionFactory.ToSimulate(Source, Sequence, Bounds.None, Operations.Invoke(operation)))).Data.Resources;

    /// <summary>For what simulation refuses: everything that it could touch.</summary>
    SorobanTransactionData Declared(KaleCall.Plant call)
    {
        var plant = KaleFootprints.Plant(_chain.Farm, _farmer, _chain.PlantIndex, call.Amount);
        var readOnly = plant.Footprint.ReadOnly.Append(KaleKeys.Instance(_farmer.Value)).ToXdrArray();
        return KaleFootprints.TransactionData(plant with { Footprint = plant.Footprint with { ReadOnly = readOnly }, Instructions = 5_000_000 }, 1_000_000);
    }

    AppliedTransaction ByAnybody(KaleCall call, SorobanResources resources)
    {
        var anybody = _chain.NewAccount();
        var applied = _chain.Apply(_chain.Call(anybody, call, resources, resourceFee: 1_000_000), anybody);
        Assert.True(applied.Succeeded, $"{applied.Result.Result}");
        return applied;
    }

    (Opaque Hash, ulong Nonce) Mine()
    {
        var entropy = _chain.Block(_chain.FarmNow.Index)!.Entropy;
        return (ProofOfWork.Hash(_chain.FarmNow.Index, 7, entropy, _farmer), 7);
    }

    MuxedAccount Source => Addresses.Source(_homesteader.PublicKey);

    long Sequence => _chain.Account(_homesteader).SeqNum + 1;

    Int128 Balance() => ((SCVal.I128)new AssetCalls(_chain, _chain.Farm.AssetContractId, _homesteader).Simulate("balance", new SCVal.Address(_farmer)).ReturnValue!).Value.ToInt128();
}
