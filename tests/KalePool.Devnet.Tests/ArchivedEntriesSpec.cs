using KalePool.Devnet.Apply;
using KalePool.Devnet.Settings;
using KalePool.Devnet.Simulation;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using LedgerKeys = KalePool.Devnet.Ledger.LedgerKeys;

namespace KalePool.Devnet.Tests;

/// <summary>Persistent entries whose time is over: they are archived, not gone.</summary>
public class ArchivedEntriesSpec
{
    const int Life = 40;
    const int RestoredLife = 20;

    readonly TestChain _chain = new(new DevnetSettings { MaxEntryTtl = Life, MinPersistentTtl = RestoredLife, MinTemporaryTtl = 20 });
    readonly AssetCalls _asset;
    readonly KeyPair _key;
    readonly LedgerKey _balance;
    readonly LedgerKey _instance;
    readonly uint _written;

    /// <summary>A contract holds 30 stroops; nobody touches its balance nor the asset's contract until both are archived.</summary>
    public ArchivedEntriesSpec()
    {
        _key = _chain.NewFarmer(kale: 100);
        _asset = new AssetCalls(_chain, _chain.Farm.AssetContractId, _key);
        var asset = new SCAddress.Contract(_chain.Farm.AssetContractId);
        _instance = LedgerKeys.Instance(asset);
        _balance = LedgerKeys.Data(asset, SCVals.Variant("Balance", Holder), ContractDataDurability.Persistent);
        Assert.True(_asset.Invoke("transfer", AssetCalls.Of(_key), Holder, SCVals.I128(30)).Succeeded);
        _written = _chain.State.Sequence;
        for (var i = 0; i < Life; i++) _chain.Close(1);
    }

    SCVal Holder => SCVals.ContractAddress(_chain.Farm.ContractId);

    [Fact]
    public void Stay_in_the_ledger_without_a_life()
    {
        Assert.False(_chain.State.Find(_balance)!.IsLiveIn(_chain.State.Sequence));
        Assert.Empty(_chain.Close(1).Evicted);
        Assert.NotNull(_chain.State.Find(_balance));
    }

    [Fact]
    public void A_call_that_does_not_list_them_is_refused_and_told_which()
    {
        var simulated = _asset.Simulate("balance", Holder);

        var refused = _asset.Send("balance", simulated.Data with { Ext = new SorobanTransactionDataExt.V0() }, Holder);

        Assert.IsType<InvokeHostFunctionResult.EntryArchived>(TestChain.ResultOf<InvokeHostFunctionResult>(refused));
        var said = ((ContractEventBody.V0)Assert.Single(refused.Meta.DiagnosticEvents).Event.Body).Value;
        Assert.Equal(new SCVal.Error(new SCError.ValueArm(SCErrorCode.InvalidInput)), said.Topics[1]);
        Assert.Equal(
            SCVals.Vec(new SCVal.String("trying to access an archived contract data entry"), new SCVal.Address(new SCAddress.Contract(_chain.Farm.AssetContractId)), SCVals.Variant("Balance", Holder)),
            said.Data);
        Assert.False(_chain.State.Find(_balance)!.IsLiveIn(_chain.State.Sequence));
    }

    [Fact]
    public void Simulation_lists_them_and_the_call_restores_them()
    {
        var simulated = _asset.Simulate("balance", Holder);
        var listed = Assert.IsType<SorobanTransactionDataExt.V1>(simulated.Data.Ext).Value.ArchivedSorobanEntries;
        Assert.Equal([_balance, _instance], listed.Select(index => simulated.Data.Resources.Footprint.ReadWrite[(int)index]));
        Assert.Equal((uint)new[] { _balance, _instance }.Sum(key => _chain.State.Find(key)!.Entry.ToXdr().Length), simulated.Data.Resources.DiskReadBytes);

        var applied = _asset.Send("balance", simulated.Data, Holder);

        Assert.Equal(SCVals.I128(30), applied.Meta.SorobanMeta!.ReturnValue);
        // Both are extended by the asset's contract as soon as they are back: to the most there is.
        Assert.Equal(_chain.State.Sequence + Life - 1, LiveUntil(_balance));
        Assert.Equal(_chain.State.Sequence + Life - 1, LiveUntil(_instance));
        Assert.Collection(
            applied.Meta.Operations[0].Changes.Take(3),
            data => Assert.Equal((_balance, _chain.State.Sequence), Restored(data)),
            ttl => Assert.Equal(_written + Life - 1, ((LedgerEntryData.Ttl)((LedgerEntryChange.Restored)ttl).Value.Data).Value.LiveUntilLedgerSeq),
            longer => Assert.Equal(_chain.State.Sequence + Life - 1, ((LedgerEntryData.Ttl)((LedgerEntryChange.Updated)longer).Value.Data).Value.LiveUntilLedgerSeq));
    }

    [Fact]
    public void What_a_call_changes_is_shown_restored_and_then_updated()
    {
        var simulated = _asset.Simulate("transfer", AssetCalls.Of(_key), Holder, SCVals.I128(5));

        var applied = _asset.Send("transfer", simulated, AssetCalls.Of(_key), Holder, SCVals.I128(5));

        Assert.True(applied.Succeeded);
        var ofBalance = applied.Meta.Operations[0].Changes.SkipWhile(change => !(change is LedgerEntryChange.Restored { Value.Data: LedgerEntryData.ContractData data } && data.Value.Key == SCVals.Variant("Balance", Holder))).Take(2).ToList();
        Assert.Equal(SCVals.I128(30), Amount(((LedgerEntryChange.Restored)ofBalance[0]).Value));
        Assert.Equal(SCVals.I128(35), Amount(((LedgerEntryChange.Updated)ofBalance[1]).Value));
    }

    [Fact]
    public void Are_restored_by_an_operation_of_their_own_for_the_least_life()
    {
        var simulated = Assert.IsType<SimulationResult.Done>(_chain.Simulate(Restore(Declared([_balance, _instance], 0))));
        Assert.True(simulated.Data.ResourceFee > 2 * 2_500);

        var applied = _chain.Apply(Restore(simulated.Data), _key);

        Assert.True(applied.Succeeded);
        Assert.Equal(_chain.State.Sequence + RestoredLife - 1, LiveUntil(_balance));
        var changes = applied.Meta.Operations[0].Changes;
        Assert.Equal(4, changes.Count);
        Assert.All(changes, change => Assert.IsType<LedgerEntryChange.Restored>(change));
        // The entry itself is not written again, its life is.
        Assert.Contains(changes, change => Restored(change) == (_balance, _written));
        var call = _asset.Simulate("balance", Holder);
        Assert.IsType<SorobanTransactionDataExt.V0>(call.Data.Ext);
        Assert.Equal(SCVals.I128(30), _asset.Send("balance", call.Data, Holder).Meta.SorobanMeta!.ReturnValue);
    }

    [Fact]
    public void Restoring_must_be_declared_and_paid_for()
    {
        var simulated = Assert.IsType<SimulationResult.Done>(_chain.Simulate(Restore(Declared([_balance], 0)))).Data;

        Assert.IsType<RestoreFootprintResult.ResourceLimitExceeded>(Result(simulated with { Resources = simulated.Resources with { DiskReadBytes = simulated.Resources.DiskReadBytes - 1 } }));
        Assert.IsType<RestoreFootprintResult.ResourceLimitExceeded>(Result(simulated with { Resources = simulated.Resources with { WriteBytes = simulated.Resources.WriteBytes - 1 } }));
        var size = Restore(simulated).Sign(_chain.Chain.Network, _key).ToXdr().Length;
        var nothingForRent = ResourceFees.NonRefundable(simulated, size, _chain.Chain.Settings.Fees);
        Assert.IsType<RestoreFootprintResult.InsufficientRefundableFee>(Result(simulated with { ResourceFee = nothingForRent + 2_500 }));
        Assert.False(_chain.State.Find(_balance)!.IsLiveIn(_chain.State.Sequence));

        RestoreFootprintResult Result(SorobanTransactionData data) => TestChain.ResultOf<RestoreFootprintResult>(_chain.Apply(Restore(data), _key));
    }

    [Fact]
    public void Nothing_but_persistent_keys_can_be_restored()
    {
        var account = LedgerKeys.Account(Addresses.Account(_key.PublicKey));

        var refused = _chain.Send(Restore(Declared([account], 100_000)), _key);

        var failed = Assert.IsType<TransactionResultResult.TxFailed>(refused.Result!.Result);
        Assert.Equal(new OperationResult.OpInner(new OperationResultTr.RestoreFootprint(new RestoreFootprintResult.Malformed())), Assert.Single(failed.Value));
        Assert.StartsWith("Can't restore", Assert.IsType<SimulationResult.Failed>(_chain.Simulate(Restore(Declared([account], 0)))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengthening_them_is_simulated_with_what_restores_them_first()
    {
        var data = new SorobanTransactionData(new SorobanTransactionDataExt.V0(), new SorobanResources(new LedgerFootprint([_balance], []), 0, 0, 0), 0);
        var extend = TransactionFactory.ToSimulate(Addresses.Source(_key.PublicKey), _chain.Account(_key).SeqNum + 1, Bounds.None, Operations.ExtendFootprintTtl(Life - 1)) with { Ext = new TransactionExt.V1(data) };

        var simulated = Assert.IsType<SimulationResult.Done>(_chain.Simulate(extend));

        Assert.Equal([_balance], simulated.Data.Resources.Footprint.ReadOnly);
        Assert.Equal([_balance], simulated.Restore!.Resources.Footprint.ReadWrite);
        Assert.True(_chain.Apply(Restore(simulated.Restore), _key).Succeeded);
        Assert.True(_chain.Apply(TransactionFactory.Soroban(extend.SourceAccount, extend.SeqNum + 1, Bounds.None, extend.Operations[0], simulated.Data, TestChain.Bid), _key).Succeeded);
        Assert.Equal(_chain.State.Sequence + Life - 1, LiveUntil(_balance));
    }

    uint LiveUntil(LedgerKey key) => _chain.State.Find(key)!.Life!.LiveUntil;

    static (LedgerKey Key, uint Modified) Restored(LedgerEntryChange change)
    {
        var entry = Assert.IsType<LedgerEntryChange.Restored>(change).Value;
        return (LedgerKeys.Of(entry.Data), entry.LastModifiedLedgerSeq);
    }

    static SCVal Amount(LedgerEntry entry) => ((SCVal.Map)((LedgerEntryData.ContractData)entry.Data).Value.Val).Value![0].Val;

    static SorobanTransactionData Declared(XdrArray<LedgerKey> keys, long fee) =>
        new(new SorobanTransactionDataExt.V0(), new SorobanResources(new LedgerFootprint([], keys), 0, 10_000, 10_000), fee);

    Transaction Restore(SorobanTransactionData data) =>
        TransactionFactory.Soroban(Addresses.Source(_key.PublicKey), _chain.Account(_key).SeqNum + 1, Bounds.None, Operations.RestoreFootprint(), data, TestChain.Bid);
}
