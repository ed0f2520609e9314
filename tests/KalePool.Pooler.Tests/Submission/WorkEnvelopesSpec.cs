using KalePool.Kale;
using KalePool.Pooler.Submission;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Tests.Submission;

public sealed class WorkEnvelopesSpec
{
    static readonly KeyPair Account = Wallets.Of("pooler");
    static readonly KaleDeployment Deployment = new(
        new byte[32], Opaque.FromHex(new string('1', 64)), Opaque.FromHex(new string('2', 64)),
        new Asset.CreditAlphanum4(new AlphaNum4("KALE"u8.ToArray(), new PublicKey.PublicKeyTypeEd25519(Wallets.Of("issuer").PublicKey))));
    static readonly WorkEnvelopes Envelopes = new(Deployment, Account, Network.Testnet);
    static readonly DateTimeOffset Boundary = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    static readonly WorkOrder Order = new(7, Wallets.Of("farmer").Address, Wallets.Hash(5, 42), Boundary);

    [Fact]
    public void Builds_a_signed_work_with_the_next_sequence_number_and_both_bounds()
    {
        var act = Envelopes.Build(Order, 100, 500, TimeSpan.FromSeconds(5), 30_000);

        Assert.Equal((Account.Address, 101, 500u, 509u, 1_800_000_015), (act.Source, act.Sequence, act.BuiltAfter, act.MaxLedger, act.MaxTime));
        var envelope = Assert.IsType<TransactionEnvelope.Tx>(XdrCodec.FromBase64<TransactionEnvelope>(act.Xdr)).Value;
        Assert.Equal((101L, 40_000u), (envelope.Tx.SeqNum, envelope.Tx.Fee));
        var bounds = Assert.IsType<Preconditions.V2>(envelope.Tx.Cond).Value;
        Assert.Equal((1_800_000_015ul, 509u), (bounds.TimeBounds!.MaxTime, bounds.LedgerBounds!.MaxLedger));
        var signature = Assert.Single(envelope.Signatures);
        Assert.True(KeyPair.Verify(Account.PublicKey.Span, Convert.FromHexString(act.Hash), signature.Signature.Span));
    }

    [Fact]
    public void Calls_work_for_the_farmer_with_the_footprint_written_down()
    {
        var act = Envelopes.Build(Order, 100, 500, TimeSpan.FromSeconds(5), 30_000);
        var tx = Assert.IsType<TransactionEnvelope.Tx>(XdrCodec.FromBase64<TransactionEnvelope>(act.Xdr)).Value.Tx;
        var call = new KaleCall.Work(KaleAddresses.Parse(Order.Wallet), Order.Best.Hash.ToBytes(), 42);
        Assert.Equal(new OperationBody.InvokeHostFunction(KaleInvocations.Operation(Deployment, call)), Assert.Single(tx.Operations).Body);
        Assert.Equal(
            new TransactionExt.V1(KaleFootprints.TransactionData(KaleFootprints.Work(Deployment, call.Farmer, 7), 30_000)), tx.Ext);
    }
}
