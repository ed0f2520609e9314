using KalePool.Devnet.Queue;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

/// <summary>The queue of a ledger with room for two operations: eight wait at most.</summary>
public sealed class FullQueueSpec
{
    const int Room = 8;

    readonly TestChain _chain = new(new DevnetSettings { Limits = new LedgerLimits { LedgerClassicOperations = 2 } });
    readonly List<KeyPair> _keys;

    public FullQueueSpec() => _keys = [.. Enumerable.Range(0, Room + 3).Select(_ => _chain.NewAccount())];

    [Fact]
    public void Tells_the_fee_that_would_get_in()
    {
        Fill(bid: 200);

        Refused(Send(Room, bid: 200), 201);
        Refused(Send(Room + 1, bid: 150), 201);
    }

    [Fact]
    public void Lets_a_higher_bid_take_the_place_of_the_lowest_which_is_banned()
    {
        Fill(bid: 200);

        Assert.Equal(QueueStatus.Pending, Send(Room, bid: 300).Status);

        var gone = Enumerable.Range(0, Room).Where(i => Send(i, bid: 200).Status == QueueStatus.TryAgainLater).ToList();
        Assert.Single(gone);
        var included = Included();
        Assert.Equal(Room, included.Count);
        Assert.Contains(_keys[Room].PublicKey, included);
        Assert.DoesNotContain(_keys[gone[0]].PublicKey, included);
    }

    [Fact]
    public void Asks_of_everybody_more_than_who_was_evicted_bid_until_the_next_ledger()
    {
        for (var i = 0; i < Room - 3; i++) Assert.Equal(QueueStatus.Pending, Send(i, bid: 1_000).Status);
        Assert.Equal(QueueStatus.Pending, Send(Room - 3, bid: 300, operations: 3).Status);
        Assert.Equal(QueueStatus.Pending, Send(Room - 2, bid: 1_000).Status);

        Refused(Send(Room - 1, bid: 100), 101);
        Assert.Equal(QueueStatus.Pending, Send(Room, bid: 101).Status);
        _chain.Close();

        Assert.Equal(QueueStatus.Pending, Send(Room + 1, bid: 100).Status);
    }

    [Fact]
    public void Compares_bids_by_the_operation()
    {
        Fill(bid: 200);

        Refused(Send(Room, bid: 300, operations: 2), 401);
        Assert.Equal(QueueStatus.Pending, Send(Room + 1, bid: 402, operations: 2).Status);

        Assert.Equal(Room - 1, Included().Count);
    }

    [Fact]
    public void Takes_nothing_that_could_never_wait_whatever_it_bids()
    {
        Assert.Equal(QueueStatus.TryAgainLater, Send(0, bid: 1_000_000, operations: Room + 1).Status);

        Assert.Equal(QueueStatus.TryAgainLater, Send(0, bid: 1_000_000, operations: Room + 1).Status);
        Assert.Empty(_chain.Close().Transactions);
    }

    [Fact]
    public void Bans_what_it_had_no_room_for_only_for_ten_ledgers()
    {
        Fill(bid: 200);
        Refused(Send(Room, bid: 200), 201);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(QueueStatus.TryAgainLater, Send(Room, bid: 200).Status);
            _chain.Close();
        }

        Assert.Equal(QueueStatus.Pending, Send(Room, bid: 200).Status);
    }

    [Fact]
    public void Counts_only_what_a_bump_needs_beyond_the_transaction_that_it_replaces()
    {
        for (var i = 0; i < Room - 1; i++) Assert.Equal(QueueStatus.Pending, Send(i, bid: 200).Status);

        Refused(_chain.Chain.Submit(Bump(Trust(0, 200), 1_999)), 4_000);
        Assert.Equal(QueueStatus.Pending, _chain.Chain.Submit(Bump(Trust(0, 200), 2_000)).Status);
        Refused(Send(Room, bid: 200), 201);

        Assert.Equal(Room - 1, Included().Count);
    }

    [Fact]
    public void Ages_a_replaced_transaction_on()
    {
        var chain = new TestChain(new DevnetSettings { Limits = new LedgerLimits { LedgerClassicOperations = 1 } });
        var keys = Enumerable.Range(0, 5).Select(_ => chain.NewAccount()).ToList();
        var inner = chain.Classic(keys[0], [Operations.ChangeTrust(chain.Kale)], bid: 100).Sign(chain.Chain.Network, keys[0]);
        Assert.Equal(QueueStatus.Pending, chain.Chain.Submit(inner).Status);
        CloseWithOther(1);
        CloseWithOther(2);
        // Two operations never fit into these ledgers.
        var bump = FeeBumps.Of(inner, Addresses.Source(keys[0].PublicKey), 1_000).Sign(chain.Chain.Network, keys[0]);
        Assert.Equal(QueueStatus.Pending, chain.Chain.Submit(bump).Status);
        CloseWithOther(3);
        Assert.Equal(QueueStatus.Duplicate, chain.Chain.Submit(bump).Status);
        CloseWithOther(4);

        Assert.Equal(QueueStatus.TryAgainLater, chain.Chain.Submit(bump).Status);

        void CloseWithOther(int i)
        {
            Assert.Equal(QueueStatus.Pending, chain.Send(chain.Classic(keys[i], [Operations.ChangeTrust(chain.Kale)]), keys[i]).Status);
            Assert.Single(chain.Close().Transactions);
        }
    }

    [Fact]
    public void Keeps_one_kind_of_transaction_an_account_whether_it_sends_or_pays()
    {
        var chain = new TestChain();
        var payer = chain.NewAccount();
        var farmer = chain.NewAccount();
        var bump = FeeBumps.Of(chain.Classic(farmer, [Operations.ChangeTrust(chain.Kale)]).Sign(chain.Chain.Network, farmer), Addresses.Source(payer.PublicKey), 2_000);
        Assert.Equal(QueueStatus.Pending, chain.Chain.Submit(bump.Sign(chain.Chain.Network, payer)).Status);

        Assert.Equal(QueueStatus.TryAgainLater, chain.Send(chain.Plant(farmer, 0), farmer).Status);
        Assert.Equal(QueueStatus.TryAgainLater, chain.Send(chain.Plant(payer, 0), payer).Status);
        Assert.Equal(QueueStatus.Pending, chain.Send(chain.Classic(payer, [Operations.ChangeTrust(chain.Kale)]), payer).Status);
        chain.Close();

        Assert.Equal(QueueStatus.Pending, chain.Send(chain.Plant(payer, 0), payer).Status);
    }

    [Fact]
    public void Refuses_without_a_fee_a_call_that_bids_less_than_its_resources_or_hides_them()
    {
        var chain = new TestChain();
        var farmer = chain.NewAccount();
        var plant = chain.Plant(farmer, 0);

        Refused<TransactionResultResult.TxMalformed>(chain.Send(plant with { Fee = 99_999 }, farmer), 0);
        Refused<TransactionResultResult.TxMalformed>(chain.Send(plant with { Ext = new TransactionExt.V0() }, farmer), 0);
        Refused<TransactionResultResult.TxMalformed>(
            chain.Send(chain.Classic(farmer, [Operations.ChangeTrust(chain.Kale)]) with { Ext = plant.Ext }, farmer), 100);
    }

    void Fill(uint bid)
    {
        for (var i = 0; i < Room; i++) Assert.Equal(QueueStatus.Pending, Send(i, bid).Status);
    }

    /// <param name="bid">Of the whole transaction, stroops.</param>
    QueueAnswer Send(int who, uint bid, int operations = 1) => _chain.Chain.Submit(Trust(who, bid, operations));

    TransactionEnvelope Trust(int who, uint bid, int operations = 1) =>
        (_chain.Classic(_keys[who], [.. Enumerable.Repeat(Operations.ChangeTrust(_chain.Kale), operations)]) with { Fee = bid }).Sign(_chain.Chain.Network, _keys[who]);

    /// <param name="bid">Stroops an operation.</param>
    TransactionEnvelope Bump(TransactionEnvelope inner, long bid) =>
        FeeBumps.Of(inner, Addresses.Source(_chain.Chain.Keys.Issuer.PublicKey), bid).Sign(_chain.Chain.Network, _chain.Chain.Keys.Issuer);

    /// <summary>Sources of all that gets into the next ledgers.</summary>
    List<Opaque> Included() =>
    [
        .. Enumerable.Range(0, 4).SelectMany(_ => _chain.Close().Transactions)
            .Select(tx => Apply.TransactionFrame.Of(tx.Envelope, _chain.Chain.Network).Source)
            .Select(source => ((PublicKey.PublicKeyTypeEd25519)source).Value),
    ];

    static void Refused(QueueAnswer answer, long fee) => Refused<TransactionResultResult.TxInsufficientFee>(answer, fee);

    static void Refused<T>(QueueAnswer answer, long fee)
    {
        Assert.Equal(QueueStatus.Error, answer.Status);
        Assert.IsType<T>(answer.Result!.Result);
        Assert.Equal(fee, answer.Result.FeeCharged);
    }
}
