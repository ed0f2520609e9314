using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Assets = KalePool.Devnet.Ledger.Assets;

namespace KalePool.Devnet.Tests;

/// <summary>The contract of an asset whose issuer administers it. Error numbers are the built-in contract's own.</summary>
public class AssetContractSpec
{
    readonly TestChain _chain = new();
    readonly KeyPair _issuer;
    readonly KeyPair _holder;
    readonly KeyPair _spender;
    readonly Asset _asset;
    readonly Opaque _contract;

    public AssetContractSpec()
    {
        _issuer = _chain.NewAccount();
        _asset = Assets.Credit("CARROT", Addresses.Account(_issuer.PublicKey));
        _contract = _asset.ContractId(_chain.Chain.Network);
        var created = AssetCalls.Run(_chain, _issuer, new HostFunction.CreateContract(new CreateContractArgs(new ContractIDPreimage.Asset(_asset), new ContractExecutable.StellarAsset())));
        Assert.Equal(SCVals.ContractAddress(_contract), created.Meta.SorobanMeta!.ReturnValue);
        _holder = Trusting(100);
        _spender = Trusting(0);
    }

    AssetCalls Issuer => By(_issuer);

    SCVal Farm => SCVals.ContractAddress(_chain.Farm.ContractId);

    [Fact]
    public void Anybody_creates_it_once()
    {
        var again = new InvokeHostFunctionOp(new HostFunction.CreateContract(new CreateContractArgs(new ContractIDPreimage.Asset(_asset), new ContractExecutable.StellarAsset())), []);
        var simulated = _chain.Simulate(TransactionFactory.ToSimulate(Addresses.Source(_holder.PublicKey), 1, Bounds.None, Operations.Invoke(again)));

        Assert.StartsWith("HostError: Error(Storage, ExistingValue)", Assert.IsType<Simulation.SimulationResult.Failed>(simulated).Text, StringComparison.Ordinal);
        Assert.Equal(new SCVal.String($"CARROT:{_issuer.Address}"), Value(Issuer, "name"));
        Assert.Equal(new SCVal.String("CARROT"), Value(Issuer, "symbol"));
        Assert.Equal(SCVals.U32(7), Value(Issuer, "decimals"));
        Assert.Equal(Of(_issuer), Value(Issuer, "admin"));
    }

    [Fact]
    public void An_allowance_is_spent_until_it_is_used_up_or_over()
    {
        var until = _chain.State.Sequence + 30;
        var approved = By(_holder).Invoke("approve", Of(_holder), Of(_spender), SCVals.I128(50), SCVals.U32(until));
        var told = ((ContractEventBody.V0)Assert.Single(approved.Meta.Operations[0].Events).Body).Value;
        Assert.Equal([SCVals.Symbol("approve"), Of(_holder), Of(_spender), new SCVal.String(_asset.Name())], told.Topics);
        Assert.Equal(SCVals.Vec(SCVals.I128(50), SCVals.U32(until)), told.Data);

        Assert.True(By(_spender).Invoke("transfer_from", Of(_spender), Of(_holder), Of(_spender), SCVals.I128(20)).Succeeded);
        Assert.True(By(_spender).Invoke("burn_from", Of(_spender), Of(_holder), SCVals.I128(10)).Succeeded);
        Assert.Equal(SCVals.I128(20), Value(Issuer, "allowance", Of(_holder), Of(_spender)));
        Assert.Equal((70, 20), (Balance(_holder), Balance(_spender)));
        Assert.Equal("HostError: Error(Contract, #9)", By(_spender).Refusal("transfer_from", Of(_spender), Of(_holder), Of(_spender), SCVals.I128(21)));

        while (_chain.State.Sequence <= until) _chain.Close(1);
        Assert.Equal(SCVals.I128(0), Value(Issuer, "allowance", Of(_holder), Of(_spender)));
        Assert.Equal("HostError: Error(Contract, #9)", By(_spender).Refusal("burn_from", Of(_spender), Of(_holder), SCVals.I128(1)));
    }

    [Fact]
    public void An_allowance_ends_in_the_future_and_is_taken_back_at_any_time()
    {
        var now = _chain.State.Sequence;
        Assert.Equal("HostError: Error(Contract, #9)", By(_holder).Refusal("approve", Of(_holder), Of(_spender), SCVals.I128(1), SCVals.U32(now - 1)));
        Assert.Equal("HostError: Error(Contract, #9)", By(_holder).Refusal("approve", Of(_holder), Of(_spender), SCVals.I128(1), SCVals.U32(now + _chain.Chain.Settings.MaxEntryTtl)));
        Assert.Equal("HostError: Error(Contract, #8)", By(_holder).Refusal("approve", Of(_holder), Of(_spender), SCVals.I128(-1), SCVals.U32(now + 9)));
        By(_holder).Invoke("approve", Of(_holder), Of(_spender), SCVals.I128(50), SCVals.U32(now + 5_000));

        By(_holder).Invoke("approve", Of(_holder), Of(_spender), SCVals.I128(0), SCVals.U32(0));

        Assert.Equal("HostError: Error(Contract, #9)", By(_spender).Refusal("burn_from", Of(_spender), Of(_holder), SCVals.I128(1)));
    }

    [Fact]
    public void Somebody_elses_allowance_cannot_be_given_nor_spent()
    {
        var simulated = By(_spender).Simulate("approve", Of(_holder), Of(_spender), SCVals.I128(50), SCVals.U32(_chain.State.Sequence + 30));
        var refused = By(_spender).Send("approve", simulated.Data, Of(_holder), Of(_spender), SCVals.I128(50), SCVals.U32(_chain.State.Sequence + 30));

        Assert.IsType<InvokeHostFunctionResult.Trapped>(TestChain.ResultOf<InvokeHostFunctionResult>(refused));
    }

    [Fact]
    public void A_balance_is_frozen_where_the_issuer_may_revoke()
    {
        Assert.Equal("HostError: Error(Contract, #2)", Issuer.Refusal("set_authorized", Of(_holder), new SCVal.Bool(false)));
        Flags(TrustlineFlags.IssuerAuthRevocable);

        Assert.True(Issuer.Invoke("set_authorized", Of(_holder), new SCVal.Bool(false)).Succeeded);
        Assert.Equal(TrustlineFlags.MaintainLiabilities, Line(_holder).Flags);
        Assert.Equal(new SCVal.Bool(false), Value(Issuer, "authorized", Of(_holder)));
        Assert.Equal("HostError: Error(Contract, #11)", By(_holder).Refusal("transfer", Of(_holder), Of(_spender), SCVals.I128(1)));
        Assert.Equal("HostError: Error(Contract, #11)", Issuer.Refusal("mint", Of(_holder), SCVals.I128(1)));

        Assert.True(Issuer.Invoke("set_authorized", Of(_holder), new SCVal.Bool(true)).Succeeded);
        Assert.Equal(TrustlineFlags.Authorized, Line(_holder).Flags);
    }

    [Fact]
    public void A_contract_must_be_authorised_first_where_the_issuer_asks_for_it()
    {
        Flags(TrustlineFlags.IssuerAuthRequired);
        Assert.Equal("HostError: Error(Contract, #11)", Issuer.Refusal("mint", Farm, SCVals.I128(5)));

        Assert.True(Issuer.Invoke("set_authorized", Farm, new SCVal.Bool(true)).Succeeded);
        Assert.True(Issuer.Invoke("mint", Farm, SCVals.I128(5)).Succeeded);

        Assert.Equal(SCVals.I128(5), Value(Issuer, "balance", Farm));
    }

    [Fact]
    public void Only_what_was_made_with_the_clawback_flag_is_taken_back()
    {
        Assert.Equal("HostError: Error(Contract, #10)", Issuer.Refusal("clawback", Of(_holder), SCVals.I128(1)));
        Assert.Equal("HostError: Error(Contract, #2)", Issuer.Refusal("clawback", Of(_issuer), SCVals.I128(1)));
        Assert.Equal("HostError: Error(Contract, #10)", Issuer.Refusal("clawback", Farm, SCVals.I128(0)));
        Flags(TrustlineFlags.IssuerAuthRevocable | TrustlineFlags.IssuerClawback);
        var warned = Trusting(40);
        Issuer.Invoke("mint", Farm, SCVals.I128(9));
        Issuer.Invoke("set_authorized", Of(warned), new SCVal.Bool(false));

        var taken = Issuer.Invoke("clawback", Of(warned), SCVals.I128(15));
        Assert.True(Issuer.Invoke("clawback", Farm, SCVals.I128(9)).Succeeded);

        Assert.Equal([SCVals.Symbol("clawback"), Of(warned), new SCVal.String(_asset.Name())], ((ContractEventBody.V0)Assert.Single(taken.Meta.Operations[0].Events).Body).Value.Topics);
        Assert.Equal((25, SCVals.I128(0)), (Balance(warned), Value(Issuer, "balance", Farm)));
        Assert.Equal("HostError: Error(Contract, #10)", Issuer.Refusal("clawback", Of(warned), SCVals.I128(26)));
    }

    [Fact]
    public void Minting_is_the_administrators_and_stays_within_the_limit()
    {
        Assert.Equal("HostError: Error(Contract, #2)", Issuer.Refusal("mint", Of(_issuer), SCVals.I128(1)));
        Assert.Equal("HostError: Error(Contract, #10)", Issuer.Refusal("mint", Of(_holder), SCVals.I128(long.MaxValue)));
        Assert.Equal("HostError: Error(Contract, #12)", Issuer.Refusal("mint", Of(_holder), SCVals.I128((Int128)long.MaxValue + 1)));
        Assert.Equal("HostError: Error(Contract, #13)", Issuer.Refusal("mint", Of(_chain.NewAccount()), SCVals.I128(1)));
        Assert.Equal("HostError: Error(Contract, #8)", Issuer.Refusal("mint", Of(_holder), SCVals.I128(-1)));

        var changed = Issuer.Invoke("set_admin", Of(_holder));

        Assert.Equal(Of(_holder), ((ContractEventBody.V0)Assert.Single(changed.Meta.Operations[0].Events).Body).Value.Data);
        Assert.Equal(Of(_holder), Value(Issuer, "admin"));
        Assert.True(By(_holder).Invoke("mint", Of(_spender), SCVals.I128(3)).Succeeded);
        var old = Issuer.Simulate("mint", Of(_spender), SCVals.I128(3));
        Assert.False(Issuer.Send("mint", old.Data, Of(_spender), SCVals.I128(3)).Succeeded);
        Assert.Equal(3, Balance(_spender));
    }

    [Fact]
    public void Trust_opens_a_line_that_its_holder_agrees_to()
    {
        var fresh = _chain.NewAccount(xlm: 2);

        Assert.True(By(fresh).Invoke("trust", Of(fresh)).Succeeded);
        Assert.Equal((long.MaxValue, TrustlineFlags.Authorized, 1u), (Line(fresh).Limit, Line(fresh).Flags, _chain.Account(fresh).NumSubEntries));
        // It is there already: nobody has to agree to nothing.
        Assert.Empty(Issuer.Simulate("trust", Of(fresh)).Auth);
        Assert.Empty(Issuer.Simulate("trust", Farm).Auth);
        Assert.Equal("HostError: Error(Contract, #2)", Issuer.Refusal("trust", Of(_issuer)));
        Assert.Equal("HostError: Error(Contract, #2)", new AssetCalls(_chain, Assets.Native.ContractId(_chain.Chain.Network), fresh).Refusal("trust", Of(fresh)));
        var poor = _chain.NewAccount(xlm: 1);
        Assert.Equal("HostError: Error(Contract, #14)", Issuer.Refusal("trust", Of(poor)));
        Assert.Equal("HostError: Error(Contract, #6)", Issuer.Refusal("trust", Of(KeyPair.FromSeed(new byte[32]))));
    }

    [Fact]
    public void Trust_opens_a_line_as_the_issuer_asks()
    {
        Flags(TrustlineFlags.IssuerAuthRequired | TrustlineFlags.IssuerAuthRevocable | TrustlineFlags.IssuerClawback);
        var fresh = _chain.NewAccount();

        By(fresh).Invoke("trust", Of(fresh));

        Assert.Equal(TrustlineFlags.Clawback, Line(fresh).Flags);
    }

    [Theory]
    [InlineData("transfer", "Error(Contract, #6)", 0)]
    [InlineData("transfer", "Error(Contract, #14)", 9_999_999)]
    public void A_native_transfer_to_nobody_is_told_why_it_fails(string function, string error, long amount) =>
        Assert.Equal($"HostError: {error}", new AssetCalls(_chain, Assets.Native.ContractId(_chain.Chain.Network), _holder).Refusal(function, Of(_holder), Of(KeyPair.FromSeed(new byte[32])), SCVals.I128(amount)));

    AssetCalls By(KeyPair key) => new(_chain, _contract, key);

    static SCVal.Address Of(KeyPair key) => AssetCalls.Of(key);

    static SCVal Value(AssetCalls calls, string function, params SCVal[] args) => calls.Simulate(function, args).ReturnValue!;

    KeyPair Trusting(long minted)
    {
        var key = _chain.NewAccount();
        Assert.True(_chain.Apply(_chain.Classic(key, [Operations.ChangeTrust(_asset)]), key).Succeeded);
        if (minted > 0) Assert.True(Issuer.Invoke("mint", Of(key), SCVals.I128(minted)).Succeeded);
        return key;
    }

    void Flags(uint set) => Assert.True(_chain.Apply(
        _chain.Classic(_issuer, [new Operation(null, new OperationBody.SetOptions(new SetOptionsOp(null, null, set, null, null, null, null, null, null)))]), _issuer).Succeeded);

    TrustLineEntry Line(KeyPair key) => _chain.State.FindTrustline(Addresses.Account(key.PublicKey), _asset)!;

    long Balance(KeyPair key) => Line(key).Balance;
}
