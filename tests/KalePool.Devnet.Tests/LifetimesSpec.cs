using KalePool.Devnet.Settings;
using KalePool.Devnet.Simulation;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

public class LifetimesSpec
{
    readonly TestChain _chain = new(new DevnetSettings { MinTemporaryTtl = 20 });
    readonly KeyPair _farmer;

    public LifetimesSpec()
    {
        _farmer = _chain.NewFarmer();
        Assert.True(_chain.Apply(_chain.Plant(_farmer, 0), _farmer).Succeeded);
    }

    [Fact]
    public void A_new_entry_lives_for_the_minimum_its_own_ledger_included() => Assert.Equal(_chain.State.Sequence + 19, LiveUntil());

    [Fact]
    public void Anybody_may_lengthen_a_life_and_pays_the_rent_of_it()
    {
        var tx = Extend(1_000);
        var simulated = Assert.IsType<SimulationResult.Done>(_chain.Simulate(tx));

        var applied = _chain.Apply(tx with { Fee = (uint)simulated.Data.ResourceFee + TestChain.Bid, Ext = new TransactionExt.V1(simulated.Data) }, _farmer);

        Assert.True(applied.Succeeded);
        Assert.Equal(_chain.State.Sequence + 1_000, LiveUntil());
        Assert.True(applied.Result.FeeCharged > 2_500 && applied.Result.FeeCharged <= simulated.Data.ResourceFee + 100);
        Assert.Single(applied.Meta.Operations[0].Changes, change => change is LedgerEntryChange.Updated { Value.Data: LedgerEntryData.Ttl });
    }

    [Fact]
    public void A_life_cannot_be_longer_than_the_most_nor_written_keys_lengthened()
    {
        var keys = new LedgerFootprint([PailKey()], []);
        Refused(Extend(_chain.Chain.Settings.MaxEntryTtl, keys));
        Refused(Extend(100, new LedgerFootprint([], [PailKey()])));

        void Refused(Transaction tx)
        {
            var failed = Assert.IsType<TransactionResultResult.TxFailed>(_chain.Send(tx, _farmer).Result!.Result);
            Assert.Equal(new OperationResult.OpInner(new OperationResultTr.ExtendFootprintTtl(new ExtendFootprintTTLResult.Malformed())), Assert.Single(failed.Value));
        }
    }

    [Fact]
    public void An_expired_entry_is_evicted_and_said_to_be()
    {
        for (var i = 0; i < 19; i++) Assert.Empty(_chain.Close(1).Evicted);

        var closed = _chain.Close(1);

        Assert.Equal(2, closed.Evicted.Count);
        Assert.Contains(PailKey(), closed.Evicted);
    }

    [Fact]
    public void What_ran_out_may_be_made_again_as_new()
    {
        for (var i = 0; i < 20; i++) _chain.Close(1);

        // The block is gone with the pail: the next plant looks for it and makes the next one.
        var call = new KaleCall.Plant(TestChain.AddressOf(_farmer), 0);
        var planted = _chain.Apply(_chain.Call(_farmer, call, KaleFootprints.PlantWide(_chain.Farm, TestChain.AddressOf(_farmer), 101, 0)), _farmer);

        Assert.True(planted.Succeeded);
        Assert.Equal(102u, _chain.FarmNow.Index);
    }

    LedgerKey PailKey() => KaleKeys.Pail(_chain.Farm.ContractId, TestChain.AddressOf(_farmer), 101);

    uint LiveUntil() => _chain.State.Find(PailKey())!.Life!.LiveUntil;

    Transaction Extend(uint ledgers, LedgerFootprint? footprint = null) => TransactionFactory.Soroban(
        Addresses.Source(_farmer.PublicKey), _chain.Account(_farmer).SeqNum + 1, Bounds.None, Operations.ExtendFootprintTtl(ledgers),
        new SorobanTransactionData(new SorobanTransactionDataExt.V0(), new SorobanResources(footprint ?? new LedgerFootprint([PailKey()], []), 0, 0, 0), 100_000));
}
