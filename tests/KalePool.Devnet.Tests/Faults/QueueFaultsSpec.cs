using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Faults;

/// <summary>What becomes of transactions that a server has taken, or not.</summary>
public sealed class QueueFaultsSpec
{
    readonly FaultyWorld _world = new(nodes: 2);
    readonly KeyPair _key;

    public QueueFaultsSpec() => _key = _world.Test.NewAccount();

    TransactionEnvelope Trust(long limit = 100, uint bid = TestChain.Bid) =>
        _world.Test.Classic(_key, [Operations.ChangeTrust(_world.Test.Kale, limit)], bid: bid).Sign(_world.Test.Chain.Network, _key);

    [Fact]
    public void The_queue_has_no_room_for_a_while()
    {
        _world.Follow("""{"fault":"try_again_later","times":2}""");

        Assert.Equal(["TRY_AGAIN_LATER", "TRY_AGAIN_LATER", "PENDING"], Enumerable.Range(0, 3).Select(_ => _world.StatusOf(Trust())));
    }

    [Fact]
    public void Only_the_sources_that_are_meant_are_hit()
    {
        var other = _world.Test.NewAccount();
        _world.Follow($$"""{"fault":"try_again_later","sources":["{{other.Address}}"]}""");

        Assert.Equal("PENDING", _world.StatusOf(Trust()));
        Assert.Equal("TRY_AGAIN_LATER", _world.StatusOf(_world.Test.Classic(other, [Operations.ChangeTrust(_world.Test.Kale)]).Sign(_world.Test.Chain.Network, other)));
    }

    [Fact]
    public void What_one_server_keeps_to_itself_is_dropped_by_its_queue_like_anything_that_gets_too_old()
    {
        _world.Follow("""{"fault":"never_included","times":1}""");
        var trust = Trust();
        Assert.Equal("PENDING", _world.StatusOf(trust));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("DUPLICATE", _world.StatusOf(trust));
            Assert.Empty(_world.Close()!.Transactions);
        }

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("TRY_AGAIN_LATER", _world.StatusOf(trust));
            _world.Close();
        }
        Assert.Equal("PENDING", _world.StatusOf(trust));
        _world.Close();
        Assert.True(_world.Knows(trust));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void What_one_server_keeps_to_itself_gets_on_by_another(int ledgersLater)
    {
        _world.Follow("""{"fault":"never_included","nodes":[1]}""");
        var trust = Trust();
        _world.Send(trust, 1);
        _world.Close(ledgersLater, 5);
        Assert.False(_world.Knows(trust));

        Assert.Equal("PENDING", _world.StatusOf(trust, 2));
        _world.Close();

        Assert.True(_world.Knows(trust));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void What_comes_late_comes_in_its_ledger_even_if_the_queue_has_dropped_it(uint ledgers)
    {
        _world.Follow($$"""{"fault":"included_late","ledgers":{{ledgers}}}""");
        var trust = Trust();
        _world.Send(trust);
        var next = _world.State.Sequence + 1;
        _world.Close((int)ledgers + 3, 5);

        Assert.Equal(next + ledgers, _world.Find(_world.Hash(trust)).GetProperty("ledger").GetUInt32());
    }

    [Fact]
    public void What_comes_late_does_not_come_after_its_bounds_or_in_the_place_of_what_was_sent_since()
    {
        _world.Follow("""{"fault":"included_late","ledgers":7,"times":1}""");
        var (late, since) = (Trust(), Trust(200));
        _world.Send(late);
        _world.Close(5, 5);
        Assert.Equal("PENDING", _world.StatusOf(since));
        _world.Close(6, 5);
        Assert.True(_world.Knows(since));
        Assert.False(_world.Knows(late));

        _world.Follow("""{"fault":"included_late","ledgers":7,"times":1}""");
        var bounded = _world.Test.Classic(_key, [Operations.ChangeTrust(_world.Test.Kale, 300)], new Bounds(MaxLedger: _world.State.Sequence + 5)).Sign(_world.Test.Chain.Network, _key);
        _world.Send(bounded);
        _world.Close(10, 5);
        Assert.False(_world.Knows(bounded));
    }

    [Fact]
    public void Somebody_with_the_same_key_is_faster()
    {
        _world.Follow($$"""{"fault":"sequence_race","secrets":["{{_key.Secret}}"],"times":1}""");
        var before = _world.Test.Account(_key).SeqNum;
        var trust = Trust();
        Assert.Equal("PENDING", _world.StatusOf(trust));
        _world.Close();

        Assert.Equal("NOT_FOUND", _world.Find(_world.Hash(trust)).GetProperty("status").GetString());
        Assert.Equal(before + 1, _world.Test.Account(_key).SeqNum);
        var again = _world.Send(trust);
        Assert.IsType<TransactionResultResult.TxBadSeq>(XdrCodec.FromBase64<TransactionResult>(again.GetProperty("errorResultXdr").GetString()!).Result);
        Assert.Equal("PENDING", _world.StatusOf(Trust()));
    }

    [Fact]
    public void Without_the_key_nobody_can_be_faster()
    {
        _world.Follow("""{"fault":"sequence_race"}""");
        var trust = Trust();
        _world.Send(trust);
        _world.Close();

        Assert.True(_world.Knows(trust));
        Assert.Empty(_world.Network.Log.After());
        var (rival, issuer) = (_world.Test.Chain.Keys.Issuer, _world.Test.Kale);
        var own = _world.Test.Classic(rival, [Operations.Payment(Addresses.Source(_key.PublicKey), issuer, 5)]).Sign(_world.Test.Chain.Network, rival);
        _world.Send(own);
        _world.Close();
        Assert.False(_world.Knows(own));
    }

    [Fact]
    public void A_fee_bump_around_what_is_kept_back_is_kept_back_too()
    {
        _world.Follow("""{"fault":"never_included","nodes":[1]}""");
        var trust = Trust();
        _world.Send(trust, 1);
        var bump = FeeBumps.Of(trust, Addresses.Source(_key.PublicKey), 50_000).Sign(_world.Test.Chain.Network, _key);
        Assert.Equal("PENDING", _world.StatusOf(bump, 1));
        _world.Close(2, 5);
        Assert.False(_world.Knows(bump));

        Assert.Equal("PENDING", _world.StatusOf(bump, 2));
        _world.Close();
        Assert.True(_world.Knows(bump));
    }
}
