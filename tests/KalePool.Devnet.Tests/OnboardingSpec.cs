using KalePool.Devnet.Ledger;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

public class OnboardingSpec
{
    readonly TestChain _chain = new();

    [Fact]
    public void Makes_an_account_whose_sequence_begins_with_its_ledger()
    {
        var key = _chain.NewAccount(xlm: 5);

        var account = _chain.Account(key);
        Assert.Equal((long)_chain.State.Sequence << 32, account.SeqNum);
        Assert.Equal(50_000_000, account.Balance);
        Assert.IsType<AccountEntryExt.V0>(account.Ext);
    }

    [Fact]
    public void Refuses_an_account_that_exists_or_is_below_its_reserve()
    {
        var key = _chain.NewAccount();
        var friendbot = _chain.Chain.Keys.Friendbot;

        var again = _chain.Apply(_chain.Classic(friendbot, [Operations.CreateAccount(Addresses.Account(key.PublicKey), 20_000_000)]), friendbot);
        var poor = _chain.Apply(_chain.Classic(friendbot, [Operations.CreateAccount(Addresses.Account(new Opaque(new byte[32].AsSpan())), 9_999_999)]), friendbot);

        Assert.IsType<CreateAccountResult.AlreadyExist>(TestChain.ResultOf<CreateAccountResult>(again));
        Assert.IsType<CreateAccountResult.LowReserve>(TestChain.ResultOf<CreateAccountResult>(poor));
    }

    [Fact]
    public void Adds_a_trustline_that_takes_a_reserve_and_removes_it_again()
    {
        var key = _chain.NewFarmer();
        Assert.Equal(1u, _chain.Account(key).NumSubEntries);
        Assert.Equal(15_000_000, _chain.Account(key).MinimumBalance(5_000_000));

        var removed = _chain.Apply(_chain.Classic(key, [Operations.ChangeTrust(_chain.Kale, 0)]), key);

        Assert.True(removed.Succeeded);
        Assert.Equal(0u, _chain.Account(key).NumSubEntries);
        Assert.Null(_chain.State.FindTrustline(Addresses.Account(key.PublicKey), _chain.Kale));
    }

    [Fact]
    public void Does_not_remove_a_trustline_that_holds_something()
    {
        var key = _chain.NewFarmer(kale: 7);

        var refused = _chain.Apply(_chain.Classic(key, [Operations.ChangeTrust(_chain.Kale, 0)]), key);

        Assert.IsType<ChangeTrustResult.InvalidLimit>(TestChain.ResultOf<ChangeTrustResult>(refused));
        Assert.Equal(7, _chain.KaleOf(key));
    }

    [Fact]
    public void Refuses_a_trustline_that_the_reserve_does_not_cover()
    {
        var key = _chain.NewAccount(xlm: 1);
        var poor = _chain.Send(_chain.Classic(key, [Operations.ChangeTrust(_chain.Kale)]), key);
        Assert.IsType<TransactionResultResult.TxInsufficientBalance>(poor.Result!.Result);

        var bare = _chain.NewAccount(xlm: 1);
        var giver = _chain.NewAccount();
        _chain.Apply(_chain.Classic(giver, [Operations.Payment(Addresses.Source(bare.PublicKey), Stellar.Transactions.Assets.Native, 2_000)]), giver);
        var refused = _chain.Apply(_chain.Classic(bare, [Operations.ChangeTrust(_chain.Kale)]), bare);
        Assert.IsType<ChangeTrustResult.LowReserve>(TestChain.ResultOf<ChangeTrustResult>(refused));
    }

    [Fact]
    public void Pays_and_says_so_in_an_event_with_its_memo()
    {
        var from = _chain.NewFarmer(kale: 100);
        var to = _chain.NewFarmer();
        var memo = Memos.Hash(Opaque.FromHex(new string('a', 64)));

        var paid = _chain.Apply(_chain.Classic(from, [Operations.Payment(Addresses.Source(to.PublicKey), _chain.Kale, 60)], memo: memo), from);

        Assert.Equal((40, 60), (_chain.KaleOf(from), _chain.KaleOf(to)));
        var happened = Assert.Single(Assert.Single(paid.Meta.Operations).Events);
        Assert.Equal(_chain.Farm.AssetContractId, happened.ContractID);
        var body = ((ContractEventBody.V0)happened.Body).Value;
        Assert.Equal(
            [SCVals.Symbol("transfer"), new SCVal.Address(TestChain.AddressOf(from)), new SCVal.Address(TestChain.AddressOf(to)), new SCVal.String(_chain.Kale.Name())],
            body.Topics);
        Assert.Equal(SCVals.Struct(("amount", SCVals.I128(60)), ("to_muxed_id", SCVals.Bytes(Opaque.FromHex(new string('a', 64))))), body.Data);
    }

    [Fact]
    public void Refuses_payments_for_the_reason_that_comes_first()
    {
        var rich = _chain.NewFarmer(kale: 100);
        var bare = _chain.NewAccount();

        Assert.IsType<PaymentResult.NoTrust>(Pay(rich, bare.PublicKey, 1));
        Assert.IsType<PaymentResult.NoDestination>(Pay(rich, Opaque.FromHex(new string('7', 64)), 1));
        Assert.IsType<PaymentResult.SrcNoTrust>(Pay(bare, rich.PublicKey, 1));
        Assert.IsType<PaymentResult.Underfunded>(Pay(rich, _chain.NewFarmer().PublicKey, 101));

        PaymentResult Pay(Stellar.Keys.KeyPair from, Opaque to, long amount) => TestChain.ResultOf<PaymentResult>(
            _chain.Apply(_chain.Classic(from, [Operations.Payment(Addresses.Source(to), _chain.Kale, amount)]), from));
    }

    [Fact]
    public void Leaves_in_one_transaction_that_pays_removes_the_trustline_and_merges()
    {
        var farmer = _chain.NewFarmer(kale: 100);
        var payout = _chain.NewFarmer(xlm: 10);
        _chain.Close();
        var xlm = _chain.Account(farmer).Balance;

        var left = _chain.Apply(
            _chain.Classic(farmer,
            [
                Operations.Payment(Addresses.Source(payout.PublicKey), _chain.Kale, 100),
                Operations.ChangeTrust(_chain.Kale, 0),
                Operations.AccountMerge(Addresses.Source(payout.PublicKey)),
            ]),
            farmer);

        Assert.True(left.Succeeded);
        Assert.False(_chain.Exists(farmer));
        Assert.Equal(100, _chain.KaleOf(payout));
        Assert.Equal(100_000_000 - 100 + xlm - 300, _chain.Account(payout).Balance);
    }

    [Fact]
    public void Keeps_nothing_of_a_transaction_of_which_one_operation_fails()
    {
        var from = _chain.NewFarmer(kale: 100);
        var to = _chain.NewFarmer();

        var failed = _chain.Apply(
            _chain.Classic(from, [Operations.Payment(Addresses.Source(to.PublicKey), _chain.Kale, 60), Operations.Payment(Addresses.Source(to.PublicKey), _chain.Kale, 60)]), from);

        Assert.False(failed.Succeeded);
        Assert.Equal((100, 0), (_chain.KaleOf(from), _chain.KaleOf(to)));
        Assert.Equal(200, failed.Result.FeeCharged);
        Assert.Empty(failed.Meta.Operations);
    }
}
