using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

/// <summary>An issuer who must allow his holders, and may take that back.</summary>
public class TrustlineFlagsSpec
{
    readonly TestChain _chain = new();
    readonly KeyPair _issuer;
    readonly KeyPair _holder;
    readonly Asset _asset;

    public TrustlineFlagsSpec()
    {
        _issuer = _chain.NewAccount();
        _holder = _chain.NewAccount();
        _asset = Ledger.Assets.Credit("XYZ", Addresses.Account(_issuer.PublicKey));
        var options = new SetOptionsOp(null, null, TrustlineFlags.IssuerAuthRequired | TrustlineFlags.IssuerAuthRevocable, null, null, null, null, null, null);
        Assert.True(_chain.Apply(_chain.Classic(_issuer, [new Operation(null, new OperationBody.SetOptions(options))]), _issuer).Succeeded);
        Assert.True(_chain.Apply(_chain.Classic(_holder, [Operations.ChangeTrust(_asset)]), _holder).Succeeded);
    }

    [Fact]
    public void Shares_of_a_pool_are_not_supported()
    {
        var pool = new LiquidityPoolParameters.LiquidityPoolConstantProduct(new LiquidityPoolConstantProductParameters(new Asset.Native(), _asset, 30));
        var trust = new Operation(null, new OperationBody.ChangeTrust(new ChangeTrustOp(new ChangeTrustAsset.PoolShare(pool), long.MaxValue)));

        var answer = _chain.Send(_chain.Classic(_holder, [trust]), _holder);

        Assert.Equal(QueueStatus.Error, answer.Status);
        Assert.Equal(new OperationResult.OpNotSupported(), Assert.Single(Assert.IsType<TransactionResultResult.TxFailed>(answer.Result!.Result).Value));
    }

    [Fact]
    public void A_new_line_receives_nothing_before_it_is_allowed()
    {
        Assert.IsType<PaymentResult.NotAuthorized>(Pay());
        Assert.IsType<SetTrustLineFlagsResult.Success>(Set(set: TrustlineFlags.Authorized));
        Assert.IsType<PaymentResult.Success>(Pay());
    }

    [Fact]
    public void A_frozen_line_neither_sends_nor_receives()
    {
        Set(set: TrustlineFlags.Authorized);
        Pay();

        Assert.IsType<SetTrustLineFlagsResult.Success>(Set(clear: TrustlineFlags.Authorized));

        Assert.IsType<PaymentResult.NotAuthorized>(Pay());
        var back = _chain.Apply(_chain.Classic(_holder, [Operations.Payment(Addresses.Source(_issuer.PublicKey), _asset, 1)]), _holder);
        Assert.IsType<PaymentResult.SrcNotAuthorized>(TestChain.ResultOf<PaymentResult>(back));
    }

    [Fact]
    public void Only_the_issuer_sets_flags_and_only_of_lines_that_are_there()
    {
        Assert.IsType<SetTrustLineFlagsResult.NoTrustLine>(Set(set: TrustlineFlags.Authorized, trustor: _chain.NewAccount()));
        var foreign = _chain.Send(_chain.Classic(_holder, [Flags(_issuer, TrustlineFlags.Authorized, 0)]), _holder);
        Assert.IsType<TransactionResultResult.TxFailed>(foreign.Result!.Result);
    }

    [Fact]
    public void Taking_away_needs_the_right_to_revoke_even_where_nothing_was_given()
    {
        var options = new SetOptionsOp(null, TrustlineFlags.IssuerAuthRevocable, null, null, null, null, null, null, null);
        Assert.True(_chain.Apply(_chain.Classic(_issuer, [new Operation(null, new OperationBody.SetOptions(options))]), _issuer).Succeeded);

        Assert.IsType<SetTrustLineFlagsResult.CantRevoke>(Set(clear: TrustlineFlags.Authorized));
        Assert.IsType<SetTrustLineFlagsResult.CantRevoke>(Set(clear: TrustlineFlags.MaintainLiabilities, trustor: _chain.NewAccount()));
        Assert.IsType<SetTrustLineFlagsResult.Success>(Set(set: TrustlineFlags.Authorized, clear: TrustlineFlags.MaintainLiabilities));
    }

    [Fact]
    public void Every_setting_is_told_in_an_event()
    {
        Set(set: TrustlineFlags.Authorized);

        var again = _chain.Apply(_chain.Classic(_issuer, [Flags(_holder, TrustlineFlags.Authorized, 0)]), _issuer);

        Assert.Equal(new SCVal.Bool(true), ((ContractEventBody.V0)Assert.Single(again.Meta.Operations[0].Events).Body).Value.Data);
    }

    PaymentResult Pay() => TestChain.ResultOf<PaymentResult>(
        _chain.Apply(_chain.Classic(_issuer, [Operations.Payment(Addresses.Source(_holder.PublicKey), _asset, 5)]), _issuer));

    SetTrustLineFlagsResult Set(uint set = 0, uint clear = 0, KeyPair? trustor = null) =>
        TestChain.ResultOf<SetTrustLineFlagsResult>(_chain.Apply(_chain.Classic(_issuer, [Flags(trustor ?? _holder, set, clear)]), _issuer));

    Operation Flags(KeyPair trustor, uint set, uint clear) =>
        new(null, new OperationBody.SetTrustLineFlags(new SetTrustLineFlagsOp(Addresses.Account(trustor.PublicKey), _asset, clear, set)));
}
