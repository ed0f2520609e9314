using KalePool.Devnet.Queue;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

public class QueueSpec
{
    readonly TestChain _chain = new();
    readonly KeyPair _key;

    public QueueSpec() => _key = _chain.NewAccount();

    [Fact]
    public void Knows_what_is_waiting_and_takes_one_transaction_a_source()
    {
        var first = Trust(100);
        var second = Trust(200);

        Assert.Equal(QueueStatus.Pending, Send(first).Status);
        Assert.Equal(QueueStatus.Duplicate, Send(first).Status);
        Assert.Equal(QueueStatus.TryAgainLater, Send(second).Status);
    }

    [Fact]
    public void Bans_what_was_applied_for_ten_ledgers_then_knows_its_sequence_is_used()
    {
        var tx = Trust(100);
        _chain.Apply(tx, _key);

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(QueueStatus.TryAgainLater, Send(tx).Status);
            _chain.Close();
        }
        Refused<TransactionResultResult.TxBadSeq>(Send(tx), 100);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    public void Refuses_a_sequence_that_is_not_the_next(int off) =>
        Refused<TransactionResultResult.TxBadSeq>(Send(Trust(100) with { SeqNum = _chain.Account(_key).SeqNum + (off == 1 ? 2 : off) }), 100);

    [Fact]
    public void Refuses_an_older_sequence_than_the_waiting_one_without_a_fee()
    {
        Send(Trust(100));

        Refused<TransactionResultResult.TxBadSeq>(Send(Trust(100) with { SeqNum = _chain.Account(_key).SeqNum }), 0);
    }

    [Fact]
    public void Refuses_bounds_that_cannot_be_met()
    {
        var now = _chain.State.CloseTime;
        var next = _chain.State.Sequence + 1;

        Refused<TransactionResultResult.TxTooEarly>(Send(Trust(100, new Bounds(MinTime: now + 1))), 100);
        Refused<TransactionResultResult.TxTooLate>(Send(Trust(100, new Bounds(MaxTime: now + 1))), 100);
        Refused<TransactionResultResult.TxTooEarly>(Send(Trust(100, new Bounds(MinLedger: next + 1))), 100);
        Refused<TransactionResultResult.TxTooLate>(Send(Trust(100, new Bounds(MaxLedger: next))), 100);
        Assert.Equal(QueueStatus.Pending, Send(Trust(100, new Bounds(MinTime: now, MaxTime: now + 10, MinLedger: next, MaxLedger: next + 1))).Status);
    }

    [Fact]
    public void Drops_what_has_become_too_late_while_it_waited()
    {
        var tx = Trust(100, new Bounds(MaxTime: _chain.State.CloseTime + 10));
        Assert.Equal(QueueStatus.Pending, Send(tx).Status);

        Assert.Empty(_chain.Close(seconds: 11).Transactions);
        Assert.Equal(QueueStatus.TryAgainLater, Send(tx).Status);
    }

    [Fact]
    public void Refuses_bad_missing_and_needless_signatures()
    {
        var other = _chain.NewAccount();

        Refused<TransactionResultResult.TxBadAuth>(_chain.Send(Trust(100)), 100);
        Refused<TransactionResultResult.TxBadAuth>(_chain.Send(Trust(100), other), 100);
        Refused<TransactionResultResult.TxBadAuthExtra>(_chain.Send(Trust(100), _key, other), 100);
    }

    [Fact]
    public void Refuses_what_its_source_cannot_pay()
    {
        var poor = _chain.NewAccount(xlm: 1);

        Refused<TransactionResultResult.TxInsufficientBalance>(_chain.Send(_chain.Classic(poor, [Operations.ChangeTrust(_chain.Kale)]), poor), 100);
        var nobody = KeyPair.FromSeed(new byte[32]);
        Refused<TransactionResultResult.TxNoAccount>(
            _chain.Send(TransactionFactory.Classic(Addresses.Source(nobody.PublicKey), 1, Bounds.None, [Operations.ChangeTrust(_chain.Kale)]), nobody), 100);
    }

    [Fact]
    public void Refuses_a_bid_below_the_base_fee() =>
        Refused<TransactionResultResult.TxInsufficientFee>(Send(Trust(100) with { Fee = 99 }), 100);

    [Fact]
    public void Refuses_an_operation_that_could_never_succeed()
    {
        var answer = Send(_chain.Classic(_key, [Operations.Payment(Addresses.Source(_key.PublicKey), _chain.Kale, 1) with { Body = Zero() }]));

        var failed = Assert.IsType<TransactionResultResult.TxFailed>(answer.Result!.Result);
        Assert.Equal(new OperationResult.OpInner(new OperationResultTr.Payment(new PaymentResult.Malformed())), Assert.Single(failed.Value));

        OperationBody Zero() => new OperationBody.Payment(new PaymentOp(Addresses.Source(_key.PublicKey), _chain.Kale, 0));
    }

    [Fact]
    public void Replaces_a_waiting_transaction_only_by_a_bump_of_ten_times_its_bid()
    {
        var inner = Trust(100).Sign(_chain.Chain.Network, _key);
        Assert.Equal(QueueStatus.Pending, _chain.Chain.Submit(inner).Status);

        var low = Bump(inner, 9_999);
        Assert.Equal(QueueStatus.Error, low.Status);
        Assert.IsType<TransactionResultResult.TxInsufficientFee>(low.Result!.Result);
        Assert.Equal(20_000, low.Result.FeeCharged);
        Assert.Equal(QueueStatus.Pending, Bump(inner, 10_000).Status);
        Assert.Equal(QueueStatus.Duplicate, _chain.Chain.Submit(inner).Status);
        Assert.Equal(200, Assert.Single(_chain.Close().Transactions).Result.FeeCharged);

        QueueAnswer Bump(TransactionEnvelope wrapped, long bid) =>
            _chain.Chain.Submit(FeeBumps.Of(wrapped, Addresses.Source(_key.PublicKey), bid).Sign(_chain.Chain.Network, _key));
    }

    [Fact]
    public void Refuses_contract_calls_whose_declared_fee_does_not_cover_their_resources()
    {
        var call = new KalePool.Kale.KaleCall.Plant(TestChain.AddressOf(_key), 0);
        var resources = KalePool.Kale.KaleFootprints.Plant(_chain.Farm, TestChain.AddressOf(_key), 101, 0);

        Refused<TransactionResultResult.TxSorobanInvalid>(Send(_chain.Call(_key, call, resources, resourceFee: 13_000)), 13_100);
        Refused<TransactionResultResult.TxSorobanInvalid>(Send(_chain.Call(_key, call, resources with { Instructions = 400_000_001 })), 100_100);
        Refused<TransactionResultResult.TxSorobanInvalid>(Send(_chain.Call(_key, call, resources) with { Memo = Memos.Id(1) }), 100_100);
    }

    [Fact]
    public void Drops_after_four_ledgers_what_never_got_in()
    {
        var chain = new TestChain(new Settings.DevnetSettings { Limits = new Settings.LedgerLimits { LedgerClassicOperations = 1 } });
        var keys = Enumerable.Range(0, 5).Select(_ => chain.NewAccount()).ToList();
        var lowest = chain.Classic(keys[0], [Operations.ChangeTrust(chain.Kale)], bid: 100);
        Assert.Equal(QueueStatus.Pending, chain.Send(lowest, keys[0]).Status);
        var hash = TransactionHash.Of(lowest, chain.Chain.Network);
        for (var i = 1; i < 5; i++)
        {
            Assert.Equal(QueueStatus.Pending, chain.Send(chain.Classic(keys[i], [Operations.ChangeTrust(chain.Kale)], bid: 1_000), keys[i]).Status);
            Assert.DoesNotContain(chain.Close().Transactions, tx => tx.Hash == hash);
        }

        Assert.Equal(QueueStatus.TryAgainLater, chain.Send(lowest, keys[0]).Status);
        Assert.Empty(chain.Close().Transactions);
    }

    Transaction Trust(long limit, Bounds? bounds = null) => _chain.Classic(_key, [Operations.ChangeTrust(_chain.Kale, limit)], bounds);

    QueueAnswer Send(Transaction tx) => _chain.Send(tx, _key);

    static void Refused<T>(QueueAnswer answer, long fee)
    {
        Assert.Equal(QueueStatus.Error, answer.Status);
        Assert.IsType<T>(answer.Result!.Result);
        Assert.Equal(fee, answer.Result.FeeCharged);
    }
}
