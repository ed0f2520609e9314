using KalePool.Devnet.Queue;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

/// <summary>What the walk on the real host's network showed to be otherwise there.</summary>
public class FoundByTheWalkSpec
{
    readonly TestChain _chain = new();

    [Fact]
    public void A_fee_bump_pays_for_the_bytes_of_what_it_bumps()
    {
        var (farmer, payer) = (_chain.NewFarmer(), _chain.NewAccount());
        _chain.Apply(_chain.Plant(farmer, 0), farmer);
        var plain = _chain.Apply(_chain.Work(farmer), farmer);
        _chain.Close();

        var inner = _chain.Work(farmer, zeros: 1).Sign(_chain.Chain.Network, farmer);
        var bumped = _chain.Apply(FeeBumps.Of(inner, Addresses.Source(payer.PublicKey), 2_000).Sign(_chain.Chain.Network, payer));

        Assert.True(bumped.Succeeded);
        Assert.Equal(NonRefundable(plain), NonRefundable(bumped));
    }

    [Fact]
    public void A_transaction_without_operations_is_refused_at_the_price_of_one()
    {
        var account = _chain.NewAccount();

        var answer = _chain.Send(Empty(account), account);

        Assert.Equal(100, Refused<TransactionResultResult.TxMissingOperation>(answer).FeeCharged);
    }

    [Fact]
    public void A_payment_with_resources_is_refused_at_its_price()
    {
        var account = _chain.NewAccount();
        var tx = _chain.Classic(account, [Operations.Payment(Addresses.Source(account.PublicKey), Assets.Native, 1)]);

        var answer = _chain.Send(tx with { Ext = _chain.Plant(account, 0).Ext }, account);

        Assert.Equal(100, Refused<TransactionResultResult.TxMalformed>(answer).FeeCharged);
    }

    [Fact]
    public void A_bump_that_bids_too_little_is_told_so_before_what_is_wrong_inside()
    {
        var (account, payer) = (_chain.NewAccount(), _chain.NewAccount());
        var inner = (TransactionEnvelope.Tx)Empty(account).Sign(_chain.Chain.Network, account);
        var bump = new FeeBumpTransaction(Addresses.Source(payer.PublicKey), 99, new FeeBumpTransactionInnerTx.EnvelopeTypeTx(inner.Value));

        Refused<TransactionResultResult.TxInsufficientFee>(_chain.Chain.Submit(bump.Sign(_chain.Chain.Network, payer)));
    }

    [Fact]
    public void Code_outside_of_the_footprint_is_missed_by_nobody_when_the_call_is_the_outermost()
    {
        var farmer = _chain.NewFarmer();
        var declared = KaleFootprints.Plant(_chain.Farm, TestChain.AddressOf(farmer), 101, 0);
        var call = _chain.Call(farmer, new KaleCall.Plant(TestChain.AddressOf(farmer), 0), declared with { Footprint = declared.Footprint with { ReadOnly = [] } });

        var missed = _chain.Apply(call, farmer);

        var error = Assert.Single(missed.Meta.DiagnosticEvents, happened => ((ContractEventBody.V0)happened.Event.Body).Value.Topics is [_, SCVal.Error]);
        Assert.Null(error.Event.ContractID);
    }

    [Fact]
    public void Recording_for_an_account_that_is_not_there_verifies_no_signature()
    {
        var payer = _chain.NewAccount();

        var missing = Instructions(payer, KeyPair.FromSeed(new byte[32]));
        var present = Instructions(payer, _chain.NewFarmer());

        Assert.InRange(present - missing, 300_000u, 500_000u);
    }

    Transaction Empty(KeyPair account) =>
        _chain.Classic(account, [Operations.Payment(Addresses.Source(account.PublicKey), Assets.Native, 1)]) with { Operations = [], Fee = 100 };

    uint Instructions(KeyPair payer, KeyPair farmer)
    {
        var operation = Operations.Invoke(new InvokeHostFunctionOp(new HostFunction.InvokeContract(KaleInvocations.Invocation(_chain.Farm, new KaleCall.Plant(TestChain.AddressOf(farmer), 0))), []));
        return Assert.IsType<Simulation.SimulationResult.Done>(_chain.Simulate(TransactionFactory.ToSimulate(Addresses.Source(payer.PublicKey), 1, Bounds.None, operation))).Data.Resources.Instructions;
    }

    static TransactionResult Refused<T>(QueueAnswer answer)
    {
        Assert.Equal(QueueStatus.Error, answer.Status);
        Assert.IsType<T>(answer.Result!.Result);
        return answer.Result;
    }

    static long NonRefundable(Ledger.AppliedTransaction applied) =>
        ((SorobanTransactionMetaExt.V1)applied.Meta.SorobanMeta!.Ext).Value.TotalNonRefundableResourceFeeCharged;
}
