using KalePool.Devnet.Ledger;
using KalePool.Devnet.Simulation;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Assets = KalePool.Devnet.Ledger.Assets;

namespace KalePool.Devnet.Tests;

/// <summary>The asset contract by itself and the router, each through simulation as a stranger's client would.</summary>
public class ContractsSpec
{
    readonly TestChain _chain = new();
    readonly KeyPair _key;

    public ContractsSpec()
    {
        _key = _chain.NewFarmer(kale: 100);
        // The account's entry grows by its first own transaction; what is simulated afterwards stays right.
        Assert.True(_chain.Apply(_chain.Classic(_key, [Operations.ChangeTrust(_chain.Kale)]), _key).Succeeded);
    }

    [Fact]
    public void Transfers_and_burns_KALE_like_a_payment()
    {
        var to = _chain.NewFarmer();

        Assert.True(Invoke(_chain.Farm.AssetContractId, "transfer", Of(_key), Of(to), SCVals.I128(30)).Succeeded);
        Assert.True(Invoke(_chain.Farm.AssetContractId, "burn", Of(_key), SCVals.I128(20)).Succeeded);

        Assert.Equal((50, 30), (_chain.KaleOf(_key), _chain.KaleOf(to)));
    }

    [Fact]
    public void A_native_transfer_makes_an_account_that_is_not_there()
    {
        var nobody = KeyPair.FromSeed(new byte[32]);
        var native = Assets.Native.ContractId(_chain.Chain.Network);

        Assert.StartsWith("HostError: Error(Contract, #14)", Simulated(native, "transfer", Of(_key), Of(nobody), SCVals.I128(9_999_999)).Text, StringComparison.Ordinal);
        Assert.True(Invoke(native, "transfer", Of(_key), Of(nobody), SCVals.I128(10_000_000)).Succeeded);

        Assert.Equal(10_000_000, _chain.Account(nobody).Balance);
    }

    [Fact]
    public void Contracts_hold_balances_of_their_own()
    {
        var farm = SCVals.ContractAddress(_chain.Farm.ContractId);
        var native = Assets.Native.ContractId(_chain.Chain.Network);

        Assert.True(Invoke(_chain.Farm.AssetContractId, "transfer", Of(_key), farm, SCVals.I128(30)).Succeeded);
        Assert.True(Invoke(native, "transfer", Of(_key), farm, SCVals.I128(7)).Succeeded);

        Assert.Equal(SCVals.I128(30), Invoke(_chain.Farm.AssetContractId, "balance", farm).Meta.SorobanMeta!.ReturnValue);
        Assert.Equal(SCVals.I128(7), Invoke(native, "balance", farm).Meta.SorobanMeta!.ReturnValue);
    }

    [Theory]
    [InlineData("mint", "Error(Contract, #13)")]
    [InlineData("plough", "Error(Value, InvalidInput)")]
    public void Refuses_what_it_cannot_do(string function, string error) => Assert.StartsWith(
        $"HostError: {error}", Simulated(_chain.Farm.AssetContractId, function, Of(_chain.NewAccount()), SCVals.I128(1)).Text, StringComparison.Ordinal);

    [Fact]
    public void The_router_works_for_many_and_undoes_only_what_failed()
    {
        var farmers = Enumerable.Range(0, 3).Select(_ => _chain.NewFarmer()).ToList();
        foreach (var farmer in farmers) Assert.True(_chain.Apply(_chain.Plant(farmer, 0), farmer).Succeeded);
        _chain.Close();
        var calls = farmers.Select(farmer =>
        {
            var (hash, nonce) = _chain.Mine(farmer, 0);
            return Routed("work", Of(farmer), SCVals.Bytes(hash), SCVals.U64(nonce));
        }).Append(Routed("work", Of(_key), SCVals.Bytes(Opaque.Zeros(32)), SCVals.U64(0)));

        var applied = Invoke(_chain.Chain.RouterId, "exec", Of(_key), new SCVal.Vec(calls.ToXdrArray()));

        Assert.True(applied.Succeeded);
        var results = ((SCVal.Vec)applied.Meta.SorobanMeta!.ReturnValue!).Value!;
        Assert.Equal(new SCVal.Error(new SCError.Contract((uint)KaleError.PailMissing)), results[3]);
        Assert.All(farmers, farmer => Assert.True(_chain.Pail(farmer, 101)!.IsWorked));
    }

    [Fact]
    public void A_failure_that_is_not_allowed_undoes_all_calls_of_the_router()
    {
        var farmer = _chain.NewFarmer();
        _chain.Apply(_chain.Plant(farmer, 0), farmer);
        _chain.Close();
        var (hash, nonce) = _chain.Mine(farmer, 0);

        var failed = Simulated(
            _chain.Chain.RouterId, "exec", Of(_key),
            SCVals.Vec(Routed("work", Of(farmer), SCVals.Bytes(hash), SCVals.U64(nonce)), Strict("work", Of(farmer), SCVals.Bytes(hash), SCVals.U64(nonce))));

        Assert.StartsWith("HostError: Error(Contract, #7)", failed.Text, StringComparison.Ordinal);
    }

    SCVal Routed(string function, params SCVal[] args) => Call(function, args, canFail: true);

    SCVal Strict(string function, params SCVal[] args) => Call(function, args, canFail: false);

    SCVal Call(string function, SCVal[] args, bool canFail) =>
        SCVals.Vec(SCVals.ContractAddress(_chain.Farm.ContractId), SCVals.Symbol(function), SCVals.Vec(args), new SCVal.Bool(canFail));

    static SCVal.Address Of(KeyPair key) => new(TestChain.AddressOf(key));

    AppliedTransaction Invoke(Opaque contract, string function, params SCVal[] args)
    {
        var tx = Build(contract, function, args);
        var simulated = Assert.IsType<SimulationResult.Done>(_chain.Simulate(tx));
        var body = (OperationBody.InvokeHostFunction)tx.Operations[0].Body;
        var operation = Operations.Invoke(body.Value with { Auth = simulated.Auth });
        return _chain.Apply(TransactionFactory.Soroban(tx.SourceAccount, tx.SeqNum, Bounds.None, operation, simulated.Data, TestChain.Bid), _key);
    }

    SimulationResult.Failed Simulated(Opaque contract, string function, params SCVal[] args) =>
        Assert.IsType<SimulationResult.Failed>(_chain.Simulate(Build(contract, function, args)));

    Transaction Build(Opaque contract, string function, SCVal[] args) => TransactionFactory.ToSimulate(
        Addresses.Source(_key.PublicKey), _chain.Account(_key).SeqNum + 1, Bounds.None,
        Operations.Invoke(new InvokeHostFunctionOp(new HostFunction.InvokeContract(new InvokeContractArgs(new SCAddress.Contract(contract), function, [.. args])), [])));
}
