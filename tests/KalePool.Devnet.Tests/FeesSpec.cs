using KalePool.Devnet.Settings;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

public class FeesSpec
{
    readonly TestChain _chain = new();

    [Fact]
    public void Charges_the_base_fee_an_operation_whatever_was_bid()
    {
        var key = _chain.NewAccount();
        var before = _chain.Account(key).Balance;

        var paid = _chain.Apply(_chain.Classic(key, [Operations.ChangeTrust(_chain.Kale)], bid: 70_000), key);

        Assert.Equal(100, paid.Result.FeeCharged);
        Assert.Equal(before - 100, _chain.Account(key).Balance);
    }

    [Fact]
    public void Gives_back_to_the_stroop_what_a_contract_call_did_not_need()
    {
        var farmer = _chain.NewFarmer(kale: 1_000);
        var before = _chain.Account(farmer).Balance;

        var planted = _chain.Apply(_chain.Plant(farmer, 400), farmer);

        // 1.5 M instructions, one disk read of 216 B, four writes of 1,620 B, an envelope of 988 B; then 204 B of events and rents.
        const long nonRefundable = 1_050 + 1_563 + 95 + 4 * 2_500 + 1_385 + 5_106 + 392;
        const long events = 997;
        var ext = ((SorobanTransactionMetaExt.V1)planted.Meta.SorobanMeta!.Ext).Value;
        Assert.Equal(nonRefundable, ext.TotalNonRefundableResourceFeeCharged);
        Assert.Equal(events + ext.RentFeeCharged, ext.TotalRefundableResourceFeeCharged);
        Assert.Equal(100 + nonRefundable + events + ext.RentFeeCharged, planted.Result.FeeCharged);
        Assert.Equal(before - planted.Result.FeeCharged, _chain.Account(farmer).Balance);
    }

    [Fact]
    public void Rent_of_a_new_block_and_a_new_pail_is_what_the_real_network_charges()
    {
        var opener = _chain.NewFarmer();
        var joiner = _chain.NewFarmer();

        var opened = _chain.Apply(_chain.Plant(opener, 0), opener);
        var joined = _chain.Apply(_chain.Plant(joiner, 0), joiner);

        Assert.Equal(5_742, Rent(opened));
        Assert.Equal(2_768, Rent(joined));
    }

    [Fact]
    public void A_failed_call_gets_the_whole_refundable_fee_back()
    {
        var farmer = _chain.NewFarmer();
        _chain.Apply(_chain.Plant(farmer, 0), farmer);

        var failed = _chain.Apply(_chain.Plant(farmer, 0), farmer);

        Assert.Null(failed.Meta.SorobanMeta);
        Assert.Equal(100 + 1_050 + 3 * 2_500 + 1_282 + 4_107 + 292, failed.Result.FeeCharged);
        Assert.Equal(2, failed.Meta.Events.Count);
    }

    [Fact]
    public void Too_small_a_refundable_fee_makes_a_call_fail()
    {
        var farmer = _chain.NewFarmer();
        var call = new KalePool.Kale.KaleCall.Plant(TestChain.AddressOf(farmer), 0);
        var resources = KalePool.Kale.KaleFootprints.Plant(_chain.Farm, TestChain.AddressOf(farmer), 101, 0);

        var failed = _chain.Apply(_chain.Call(farmer, call, resources, resourceFee: 17_000), farmer);

        Assert.IsType<InvokeHostFunctionResult.InsufficientRefundableFee>(TestChain.ResultOf<InvokeHostFunctionResult>(failed));
        Assert.Null(_chain.Block(101));
    }

    [Fact]
    public void Declaring_fewer_bytes_than_are_written_makes_a_call_fail()
    {
        var farmer = _chain.NewFarmer();
        var call = new KalePool.Kale.KaleCall.Plant(TestChain.AddressOf(farmer), 0);
        var resources = KalePool.Kale.KaleFootprints.Plant(_chain.Farm, TestChain.AddressOf(farmer), 101, 0) with { WriteBytes = 1_399 };

        var failed = _chain.Apply(_chain.Call(farmer, call, resources), farmer);

        Assert.IsType<InvokeHostFunctionResult.ResourceLimitExceeded>(TestChain.ResultOf<InvokeHostFunctionResult>(failed));
    }

    [Fact]
    public void Everybody_pays_the_lowest_bid_that_is_in_a_full_ledger()
    {
        var chain = new TestChain(new DevnetSettings { Limits = new LedgerLimits { LedgerClassicOperations = 2 } });
        var keys = Enumerable.Range(0, 3).Select(_ => chain.NewAccount()).ToList();
        uint[] bids = [300, 500, 200];
        for (var i = 0; i < 3; i++) Assert.Equal(Queue.QueueStatus.Pending, chain.Send(chain.Classic(keys[i], [Operations.ChangeTrust(chain.Kale)], bid: bids[i]), keys[i]).Status);

        var full = chain.Close();
        var next = chain.Close();

        Assert.Equal([300, 300], full.Transactions.Select(tx => tx.Result.FeeCharged));
        Assert.Equal([100], next.Transactions.Select(tx => tx.Result.FeeCharged));
    }

    [Fact]
    public void A_fee_bump_pays_from_its_own_source_and_is_found_by_both_hashes()
    {
        var payer = _chain.NewAccount();
        var farmer = _chain.NewFarmer();
        var before = (_chain.Account(payer).Balance, _chain.Account(farmer).Balance);
        var inner = _chain.Plant(farmer, 0).Sign(_chain.Chain.Network, farmer);

        var applied = _chain.Apply(FeeBumps.Of(inner, Addresses.Source(payer.PublicKey), 2_000).Sign(_chain.Chain.Network, payer));

        var wrapped = Assert.IsType<TransactionResultResult.TxFeeBumpInnerSuccess>(applied.Result.Result).Value;
        Assert.Equal(0, wrapped.Result.FeeCharged);
        Assert.Equal(TransactionHash.Of(inner, _chain.Chain.Network), wrapped.TransactionHash);
        Assert.Equal((before.Item1 - applied.Result.FeeCharged, before.Item2), (_chain.Account(payer).Balance, _chain.Account(farmer).Balance));
        Assert.Same(applied, _chain.Chain.View.History.Transactions[applied.Hash]);
        Assert.Same(applied, _chain.Chain.View.History.Transactions[wrapped.TransactionHash]);
    }

    static long Rent(Ledger.AppliedTransaction tx) => ((SorobanTransactionMetaExt.V1)tx.Meta.SorobanMeta!.Ext).Value.RentFeeCharged;
}
