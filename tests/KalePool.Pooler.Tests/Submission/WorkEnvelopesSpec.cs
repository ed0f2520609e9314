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
    static readonly RouterDeployment Router = new(Opaque.FromHex(new string('3', 64)), Opaque.FromHex(new string('4', 64)));
    static readonly WorkEnvelopes Envelopes = new(Deployment, Router, Account, Network.Testnet);
    static readonly DateTimeOffset Boundary = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    static readonly WorkOrder Order = new(7, Wallets.Of("farmer").Address, Wallets.Hash(5, 42), Boundary);

    [Fact]
    public void Builds_a_signed_work_with_the_next_sequence_number_and_both_bounds()
    {
        var act = Envelopes.Build([Order], Account, 100, 500, Boundary, TimeSpan.FromSeconds(5), 10_000, 30_000);

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
        var act = Envelopes.Build([Order], Account, 100, 500, Boundary, TimeSpan.FromSeconds(5), 10_000, 30_000);
        var tx = Assert.IsType<TransactionEnvelope.Tx>(XdrCodec.FromBase64<TransactionEnvelope>(act.Xdr)).Value.Tx;
        var call = new KaleCall.Work(KaleAddresses.Parse(Order.Wallet), Order.Best.Hash.ToBytes(), 42);
        Assert.Equal(new OperationBody.InvokeHostFunction(KaleInvocations.Operation(Deployment, call)), Assert.Single(tx.Operations).Body);
        Assert.Equal(
            new TransactionExt.V1(KaleFootprints.TransactionData(KaleFootprints.Work(Deployment, call.Farmer, 7), 30_000)), tx.Ext);
    }

    [Fact]
    public void Many_works_are_one_call_of_the_router_in_their_order_each_of_which_may_fail()
    {
        WorkOrder[] orders = [.. Enumerable.Range(0, 3).Select(i => Order with { Wallet = Wallets.Of($"farmer {i}").Address, Best = Wallets.Hash(5, (ulong)i) })];
        var act = Envelopes.Build(orders, Account, 100, 500, Boundary, TimeSpan.FromSeconds(5), 10_000, 90_000);
        var tx = Assert.IsType<TransactionEnvelope.Tx>(XdrCodec.FromBase64<TransactionEnvelope>(act.Xdr)).Value.Tx;
        Assert.Equal(
            new OperationBody.InvokeHostFunction(RouterInvocations.Operation(Router, Deployment, KaleAddresses.Account(Account.PublicKey), WorkEnvelopes.Calls(orders))),
            Assert.Single(tx.Operations).Body);
        var resources = RouterFootprints.Works(Deployment, Router, [.. orders.Select(order => KaleAddresses.Parse(order.Wallet))], 7);
        Assert.Equal(new TransactionExt.V1(KaleFootprints.TransactionData(resources, 90_000)), tx.Ext);
    }

    [Fact]
    public void A_channel_signs_inside_and_the_payer_pays_outside()
    {
        var channel = ChannelKeys.Of(Account, 0);
        var act = Envelopes.Build([Order], channel, 100, 500, Boundary, TimeSpan.FromSeconds(5), 10_000, 30_000);

        Assert.Equal((channel.Address, 101), (act.Source, act.Sequence));
        var envelope = XdrCodec.FromBase64<TransactionEnvelope>(act.Xdr);
        Assert.Equal(act.Hash, KalePool.Stellar.Transactions.TransactionHash.OfInner(envelope, Network.Testnet).ToHex());
        var bump = Assert.IsType<TransactionEnvelope.TxFeeBump>(envelope).Value.Tx;
        Assert.Equal((new MuxedAccount.Ed25519(Account.PublicKey), 50_000L), (bump.FeeSource, bump.Fee));
    }

    [Fact]
    public void A_raised_bid_keeps_the_inner_transaction_and_is_bumped_again_from_it()
    {
        var act = Envelopes.Build([Order], Account, 100, 500, Boundary, TimeSpan.FromSeconds(5), 10_000, 30_000);
        var (once, first) = Envelopes.Raise(act.Xdr, 20_000);
        var (twice, second) = Envelopes.Raise(once, 40_000);
        Assert.All([once, twice], xdr => Assert.Equal(
            act.Hash, KalePool.Stellar.Transactions.TransactionHash.OfInner(XdrCodec.FromBase64<TransactionEnvelope>(xdr), Network.Testnet).ToHex()));
        Assert.Equal(3, new[] { act.Hash, first, second }.Distinct().Count());
        Assert.Equal(110_000L, Assert.IsType<TransactionEnvelope.TxFeeBump>(XdrCodec.FromBase64<TransactionEnvelope>(twice)).Value.Tx.Fee);
    }

    /// <summary>They hold XLM: whatever changes, these stay.</summary>
    [Fact]
    public void Channel_accounts_are_the_same_for_ever_and_each_poolers_own()
    {
        var all = ChannelKeys.Of(Account, ..ChannelKeys.Most).Concat(ChannelKeys.Of(Wallets.Of("another pooler"), ..ChannelKeys.Most)).Select(key => key.Address).ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(ChannelKeys.Of(Account, 7).Address, all[7]);
        Assert.Equal(KnownChannel, ChannelKeys.Of(KeyPair.FromSeed(new byte[32]), 0).Address);
    }

    const string KnownChannel = "GANRQMYPCTB6AC3RXZUYWSWE6I267AO3I4WRODMATQ7NVANLEWKFVZUC";
}
