using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Assets = KalePool.Devnet.Ledger.Assets;
using LedgerKeys = KalePool.Devnet.Ledger.LedgerKeys;

namespace KalePool.Devnet.Tests;

public class ManageDataSpec
{
    readonly TestChain _chain = new();
    readonly KeyPair _key;

    public ManageDataSpec() => _key = _chain.NewAccount(xlm: 600);

    [Fact]
    public void Sets_changes_and_removes_a_value_for_one_reserve()
    {
        var set = Apply(Named("pool", "one"));
        Assert.Equal(("one", 1u), (Value("pool"), _chain.Account(_key).NumSubEntries));
        Assert.Contains(set.Meta.Operations[0].Changes, change => change is LedgerEntryChange.Created { Value.Data: LedgerEntryData.Data });

        var changed = Apply(Named("pool", "two"));
        Assert.Equal(("two", 1u), (Value("pool"), _chain.Account(_key).NumSubEntries));
        Assert.Collection(
            changed.Meta.Operations[0].Changes,
            before => Assert.IsType<LedgerEntryChange.State>(before),
            after => Assert.Equal(new Opaque("two"u8), ((LedgerEntryData.Data)((LedgerEntryChange.Updated)after).Value.Data).Value.DataValue));

        var removed = Apply(Named("pool", null));
        Assert.Equal((null, 0u), (Value("pool"), _chain.Account(_key).NumSubEntries));
        Assert.Contains(new LedgerEntryChange.Removed(Key("pool")), removed.Meta.Operations[0].Changes);
    }

    [Fact]
    public void What_is_not_there_cannot_be_removed() =>
        Assert.IsType<ManageDataResult.NameNotFound>(TestChain.ResultOf<ManageDataResult>(Apply(Named("nothing", null))));

    [Theory]
    [InlineData("")]
    [InlineData("tab\t")]
    [InlineData("kÄle")]
    public void Refuses_a_name_that_is_empty_or_not_plain(string name)
    {
        var answer = _chain.Send(_chain.Classic(_key, [Named(name, "x")]), _key);

        var failed = Assert.IsType<TransactionResultResult.TxFailed>(answer.Result!.Result);
        Assert.Equal(new OperationResult.OpInner(new OperationResultTr.ManageData(new ManageDataResult.InvalidName())), Assert.Single(failed.Value));
    }

    [Fact]
    public void Needs_a_reserve_that_is_free()
    {
        // 1 XLM is the reserve of the bare account, 0.5 XLM that of the entry.
        var poor = _chain.NewAccount(xlm: 1);
        Apply(Operations.Payment(Addresses.Source(poor.PublicKey), Assets.Native, 4_990_000));

        var refused = _chain.Apply(_chain.Classic(poor, [Named("a", "x")], bid: 100), poor);

        Assert.IsType<ManageDataResult.LowReserve>(TestChain.ResultOf<ManageDataResult>(refused));
    }

    [Fact]
    public void An_account_with_data_cannot_be_merged()
    {
        Apply(Named("pool", "one"));
        var other = _chain.NewAccount();

        var refused = Apply(Operations.AccountMerge(Addresses.Source(other.PublicKey)));
        Assert.IsType<AccountMergeResult.HasSubEntries>(TestChain.ResultOf<AccountMergeResult>(refused));

        Apply(Named("pool", null));
        Assert.True(Apply(Operations.AccountMerge(Addresses.Source(other.PublicKey))).Succeeded);
    }

    [Fact]
    public void A_thousand_sub_entries_are_all_that_an_account_may_have()
    {
        for (var i = 0; i < 1_000; i += 100) Assert.True(Apply([.. Enumerable.Range(i, 100).Select(n => Named($"entry {n}", "x"))]).Succeeded);

        Assert.Equal(new OperationResult.OpTooManySubentries(), Refused(Named("one more", "x")));
        Assert.Equal(new OperationResult.OpTooManySubentries(), Refused(Operations.ChangeTrust(_chain.Kale)));
        var signer = new Signer(new SignerKey.Ed25519(_chain.NewAccount().PublicKey), 1);
        Assert.Equal(
            new OperationResult.OpTooManySubentries(),
            Refused(new Operation(null, new OperationBody.SetOptions(new SetOptionsOp(null, null, null, null, null, null, null, null, signer)))));

        OperationResult Refused(Operation operation) => Assert.Single(Assert.IsType<TransactionResultResult.TxFailed>(Apply(operation).Result.Result).Value);
    }

    AppliedTransaction Apply(params Operation[] operations) => _chain.Apply(_chain.Classic(_key, operations), _key);

    static Operation Named(string name, string? value) =>
        new(null, new OperationBody.ManageData(new ManageDataOp(name, value is null ? (Opaque?)null : new XdrString(value).Bytes)));

    LedgerKey Key(string name) => LedgerKeys.Data(Addresses.Account(_key.PublicKey), name);

    string? Value(string name) => _chain.State.Find(Key(name))?.Entry.Data is LedgerEntryData.Data data ? new XdrString(data.Value.DataValue).ToString() : null;
}
