using KalePool.Audit.Evidence;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Audit.Tests;

public sealed class AssetEventSpec
{
    const string From = "GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE";
    const string To = "GBDVX4VELCDSQ54KQJYTNHXAHFLBCA77ZY2USQBM4CSHTTV7DME7KALE";

    static readonly SCVal Seven = new SCVal.I128(new Int128Parts(0, 7));

    [Fact]
    public void Reads_a_transfer_with_a_muxed_receiver()
    {
        var data = new SCVal.Map([
            new SCMapEntry(new SCVal.Symbol("amount"), Seven), new SCMapEntry(new SCVal.Symbol("to_muxed_id"), new SCVal.U64(12))]);

        var read = AssetEvent.Read(5, "aa", [new SCVal.Symbol("transfer"), Address(From), Address(To), new SCVal.String("KALE:x")], data);

        Assert.Equal(new AssetEvent(5, "aa", AssetEventKind.Transfer, From, To, 7), read);
        Assert.Equal(-7, read!.EffectOn(From));
        Assert.Equal(7, read.EffectOn(To));
    }

    [Fact]
    public void A_transfer_to_oneself_moves_nothing()
    {
        var read = AssetEvent.Read(5, "aa", [new SCVal.Symbol("transfer"), Address(From), Address(From)], Seven);

        Assert.Equal(0, read!.EffectOn(From));
    }

    [Fact]
    public void Reads_a_fee_that_is_paid_back_as_negative()
    {
        var read = AssetEvent.Read(5, "aa", [new SCVal.Symbol("fee"), Address(From)], new SCVal.I128(new Int128Parts(-1, ulong.MaxValue)));

        Assert.Equal(new AssetEvent(5, "aa", AssetEventKind.Fee, From, null, -1), read);
        Assert.Equal(1, read!.EffectOn(From));
    }

    [Fact]
    public void Leaves_out_events_that_move_nothing()
    {
        Assert.Null(AssetEvent.Read(5, "aa", [new SCVal.Symbol("set_authorized"), Address(From)], new SCVal.Bool(true)));
        Assert.Null(AssetEvent.Read(5, "aa", [], Seven));
    }

    [Theory]
    [InlineData("mint")]
    [InlineData("burn")]
    [InlineData("transfer")]
    [InlineData("fee")]
    public void Refuses_a_movement_without_its_holder_or_amount(string name)
    {
        Assert.Throws<EvidenceException>(() => AssetEvent.Read(5, "aa", [new SCVal.Symbol(name)], Seven));
        Assert.Throws<EvidenceException>(() => AssetEvent.Read(5, "aa", [new SCVal.Symbol(name), Address(From), Address(To)], new SCVal.Void()));
    }

    static SCVal.Address Address(string address) =>
        new(new SCAddress.Account(new PublicKey.PublicKeyTypeEd25519(StrKey.Decode(StrKeyKind.Account, address))));
}
