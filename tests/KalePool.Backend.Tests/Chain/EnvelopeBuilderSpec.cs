using KalePool.Backend.Chain;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Tests.Chain;

public sealed class EnvelopeBuilderSpec
{
    const long Sequence = (123L << 32) + 7;

    static readonly KeyPair Signer = Wallets.Of("farmer");
    static readonly ActTimes Times = new(1_800_000_000, 1_800_000_060, 1_050, 1_000);

    readonly FakeFarm _farm = new();
    readonly EnvelopeBuilder _builder;
    readonly KaleDeployment _deployment;
    readonly AccountEntry _account;

    public EnvelopeBuilderSpec()
    {
        _builder = new EnvelopeBuilder(_farm.Network);
        _deployment = _farm.Deployment;
        _farm.SetAccount(Signer.Address, 100_000_000, Sequence);
        _account = ((LedgerEntryData.Account)_farm.Rpc.Entries[KaleKeys.Account(Addresses.Account(Signer.Address))]).Value;
    }

    [Fact]
    public void Trustline_is_one_operation_at_the_bid() => Check(_builder.Trustline(_account, _deployment, Times, Signer), transaction =>
    {
        var operation = Assert.IsType<OperationBody.ChangeTrust>(Assert.Single(transaction.Operations).Body).Value;
        Assert.Equal(((Asset.CreditAlphanum4)_deployment.Asset).Value, ((ChangeTrustAsset.CreditAlphanum4)operation.Line).Value);
        Assert.Equal(long.MaxValue, operation.Limit);
        Assert.Equal(FeePolicy.Inclusion, transaction.Fee);
        Assert.IsType<TransactionExt.V0>(transaction.Ext);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void Plant_calls_plant_with_the_stake(long stake) => Check(_builder.Plant(_account, _deployment, 101, stake, Times, Signer), transaction =>
    {
        var farmer = KaleAddresses.Account(Signer.PublicKey);
        var call = CallOf(transaction);
        Assert.Equal("plant", call.FunctionName.ToString());
        Assert.Equal([new SCVal.Address(farmer), SCVals.I128(stake)], call.Args);
        Assert.Equal(KaleFootprints.Plant(_deployment, farmer, 101, stake), CheckResources(transaction));
    });

    [Fact]
    public void Harvest_calls_harvest_of_the_block() => Check(_builder.Harvest(_account, _deployment, 100, Times, Signer), transaction =>
    {
        var farmer = KaleAddresses.Account(Signer.PublicKey);
        var call = CallOf(transaction);
        Assert.Equal("harvest", call.FunctionName.ToString());
        Assert.Equal([new SCVal.Address(farmer), SCVals.U32(100)], call.Args);
        Assert.Equal(KaleFootprints.Harvest(_deployment, farmer, 100), CheckResources(transaction));
    });

    [Fact]
    public void An_account_at_its_last_sequence_number_cannot_sign_another() =>
        Assert.Throws<OverflowException>(() => _builder.Harvest(_account with { SeqNum = long.MaxValue }, _deployment, 100, Times, Signer));

    static InvokeContractArgs CallOf(Transaction transaction) =>
        Assert.IsType<HostFunction.InvokeContract>(Assert.IsType<OperationBody.InvokeHostFunction>(Assert.Single(transaction.Operations).Body).Value.HostFunction).Value;

    static SorobanResources CheckResources(Transaction transaction)
    {
        var data = Assert.IsType<TransactionExt.V1>(transaction.Ext).Value;
        Assert.Equal(FeePolicy.Resources, data.ResourceFee);
        Assert.Equal(FeePolicy.Resources + FeePolicy.Inclusion, transaction.Fee);
        return data.Resources;
    }

    void Check(ActEnvelope act, Action<Transaction> what)
    {
        var envelope = Assert.IsType<TransactionEnvelope.Tx>(XdrCodec.FromBase64<TransactionEnvelope>(act.Xdr)).Value;
        var hash = TransactionHash.Of(envelope.Tx, _farm.Network);
        Assert.Equal(act, new ActEnvelope(hash.ToHex(), act.Xdr, Signer.Address, Sequence + 1, Times.MaxLedger, Times.NotAfter, Times.BuiltAfter));
        Assert.True(Assert.Single(envelope.Signatures).IsBy(Signer.PublicKey, hash));
        Assert.Equal(new Bounds((ulong)Times.NotBefore, (ulong)Times.NotAfter, 0, Times.MaxLedger), Bounds.Of(envelope.Tx.Cond));
        Assert.Equal((Addresses.Source(Signer.Address), Sequence + 1), (envelope.Tx.SourceAccount, envelope.Tx.SeqNum));
        what(envelope.Tx);
    }
}
