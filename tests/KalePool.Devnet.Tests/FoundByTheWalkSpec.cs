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

    /// <summary>By the cost model: 17,564 for a module and 6,457 / 128 for each instruction, 47,464 / 128 for each function; code of old times 132,773 and 4,903 / 128 a byte.</summary>
    [Fact]
    public void Code_pays_rent_for_the_memory_that_it_takes_when_parsed()
    {
        var inputs = new ContractCodeCostInputs(128, 256, 0, 0, 0, 0, 0, 0, 0, 0);
        var code = new ContractCodeEntry(new ContractCodeEntryExt.V1(new ContractCodeEntryV1(inputs)), Opaque.Zeros(32), Opaque.Zeros(128));
        var entry = new Host.HostEntry(new LedgerEntryData.ContractCode(code), 2_000);
        var old = new Host.HostEntry(new LedgerEntryData.ContractCode(code with { Ext = new ContractCodeEntryExt.V0() }), 2_000);

        Assert.Equal(17_564 + 6_457 + 2 * 47_464, Host.HostExecution.RentedSize(entry) - Host.HostExecution.Size(entry));
        Assert.Equal(132_773 + 4_903, Host.HostExecution.RentedSize(old) - Host.HostExecution.Size(old));
    }

    /// <summary>1 byte for one ledger costs a stroop, a third of which is one too; the TTL entry is written for 2,500 + 42.</summary>
    [Fact]
    public void A_third_of_codes_rent_is_rounded_up() =>
        Assert.Equal(1 + 2_500 + 42, Apply.RentFees.Of([new Apply.RentChange(true, true, 1, 1, 2_000, 2_001)], 1_500, new Settings.FeeRates()));

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
