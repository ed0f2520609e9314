using System.Globalization;
using System.Text.Json;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Transactions;

/// <summary>Transactions built from what the vectors say went into them.</summary>
public sealed class TransactionFactorySpec
{
    static readonly MuxedAccount Source = Addresses.Source(KeyPair.FromSeed(new byte[32]).PublicKey);
    static readonly Asset Kale = Assets.Parse("KALE:GBDVX4VELCDSQ54KQJYTNHXAHFLBCA77ZY2USQBM4CSHTTV7DME7KALE");

    public static TheoryData<int, string> Classic
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (index, item) in Vectors.File("envelopes.json").GetProperty("cases").EnumerateArray().Index())
                if (IsBuiltHere(item.GetProperty("inputs"))) data.Add(index, item.Text("name"));
            return data;
        }
    }

    [Theory, MemberData(nameof(Classic))]
    public void Builds_what_the_sdk_builds(int index, string label)
    {
        var item = Vectors.Case("envelopes.json", "cases", index);
        var inputs = item.GetProperty("inputs");
        var operations = inputs.GetProperty("ops").EnumerateArray().Select(OperationOf).ToArray();
        var built = TransactionFactory.Classic(Addresses.Source(inputs.Text("source")), Long(inputs, "seqNum"), BoundsOf(inputs), operations,
            (uint)(inputs.GetProperty("fee").GetUInt32() / operations.Length), MemoOf(inputs.GetProperty("memo")));
        Assert.True(item.Text("txXdr") == built.ToBase64(), label);
    }

    [Fact]
    public void Builds_enough_of_the_vectors_to_mean_something() => Assert.True(Classic.Count >= 14);

    [Fact]
    public void Muxed_accounts_pay_and_are_paid()
    {
        var item = Vectors.File("envelopes.json").GetProperty("cases").EnumerateArray().Single(c => c.Text("name") == "muxed source and destination");
        var expected = XdrCodec.FromBase64<Transaction>(item.Text("txXdr"));
        var payment = Assert.IsType<OperationBody.Payment>(expected.Operations[0].Body).Value;
        var built = TransactionFactory.Classic(Addresses.Source(expected.SourceAccount.ToText()), expected.SeqNum, Bounds.None,
            [Operations.Payment(Addresses.Source(payment.Destination.ToText()), Assets.Native, payment.Amount)]);
        Assert.Equal(expected, built);
        Assert.StartsWith("M", expected.SourceAccount.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Soroban_fees_are_the_bid_and_the_resources()
    {
        var item = Vectors.File("envelopes.json").GetProperty("cases").EnumerateArray().Single(c => c.Text("name") == "work");
        var expected = XdrCodec.FromBase64<Transaction>(item.Text("txXdr"));
        var data = Assert.IsType<TransactionExt.V1>(expected.Ext).Value;
        var built = TransactionFactory.Soroban(expected.SourceAccount, expected.SeqNum, Bounds.Of(expected.Cond), expected.Operations[0], data);
        Assert.Equal(item.Text("txXdr"), built.ToBase64());
        Assert.Equal(100 + 98_765u, built.Fee);
        Assert.Equal(data, data.Resources.WithFee(98_765));
    }

    [Fact]
    public void Refuses_what_validators_refuse()
    {
        var pay = Operations.Payment(Source, Assets.Native, 1);
        var extend = Operations.ExtendFootprintTtl(100);
        var data = new SorobanResources(Footprints.Of([], []), 1, 1, 1).WithFee(1);
        Assert.Throws<ArgumentException>(() => TransactionFactory.Classic(Source, 1, Bounds.None, []));
        Assert.Throws<ArgumentException>(() => TransactionFactory.Classic(Source, 1, Bounds.None, [.. Enumerable.Repeat(pay, 101)]));
        Assert.Throws<ArgumentException>(() => TransactionFactory.Classic(Source, 1, Bounds.None, [pay, extend]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TransactionFactory.Classic(Source, 0, Bounds.None, [pay]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TransactionFactory.Classic(Source, 1, Bounds.None, [pay], bid: 99));
        Assert.Throws<ArgumentOutOfRangeException>(() => TransactionFactory.Classic(Source, 1, Bounds.None, [pay, pay], bid: uint.MaxValue));
        Assert.Throws<ArgumentException>(() => TransactionFactory.Soroban(Source, 1, Bounds.None, pay, data));
        Assert.Throws<ArgumentOutOfRangeException>(() => TransactionFactory.Soroban(Source, 1, Bounds.None, extend, data with { ResourceFee = uint.MaxValue }));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Resources.WithFee(-1));
        var invoke = Operations.Invoke(new InvokeHostFunctionOp(
            new HostFunction.InvokeContract(new InvokeContractArgs(new SCAddress.Contract(Opaque.Zeros(32)), "work", [])), []));
        var muxed = new MuxedAccount.MuxedEd25519(new MuxedAccountMed25519(1, Source.KeyOf()));
        Assert.Throws<ArgumentException>(() => TransactionFactory.Soroban(muxed, 1, Bounds.None, invoke, data));
        Assert.Throws<ArgumentException>(() => TransactionFactory.ToSimulate(muxed, 1, Bounds.None, invoke));
        Assert.Throws<ArgumentOutOfRangeException>(() => Operations.Payment(Source, Assets.Native, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Operations.CreateAccount(Addresses.Account(Source.KeyOf()), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Operations.ChangeTrust(Kale, -1));
        Assert.Throws<ArgumentException>(() => Operations.ChangeTrust(Assets.Native));
        Assert.Throws<ArgumentException>(() => Memos.Text(new string('é', 15)));
        Assert.Throws<ArgumentException>(() => Memos.Hash(Opaque.Zeros(31)));
    }

    [Theory]
    [InlineData(9, 100, false)]
    [InlineData(10, 99, false)]
    [InlineData(10, 100, true)]
    [InlineData(19, 200, true)]
    [InlineData(20, 200, false)]
    [InlineData(19, 201, false)]
    public void Bounds_include_both_times_and_the_first_ledger_only(uint ledger, ulong time, bool allowed)
    {
        var bounds = new Bounds(MinTime: 100, MaxTime: 200, MinLedger: 10, MaxLedger: 20);
        Assert.Equal(allowed, bounds.Allows(ledger, time));
        Assert.Equal(ledger >= 20 || time > 200, bounds.IsOver(ledger, time));
        Assert.Equal(bounds, Bounds.Of(bounds.ToPreconditions()));
        Assert.True(Bounds.None.Allows(ledger, time));
        Assert.False(Bounds.None.IsOver(ledger, time));
        Assert.Equal(Bounds.None, Bounds.Of(new Preconditions.None()));
    }

    [Fact]
    public void A_footprint_has_no_key_twice_and_none_that_contracts_never_touch()
    {
        var key = LedgerKeys.ContractInstance(Opaque.Zeros(32));
        Assert.Throws<ArgumentException>(() => Footprints.Of([key], [key]));
        Assert.Throws<ArgumentException>(() => Footprints.Of([key, LedgerKeys.ContractInstance(Opaque.Zeros(32))], []));
        Assert.Throws<ArgumentException>(() => Footprints.Of([Footprints.TtlKey(key)], []));
        Assert.Throws<ArgumentException>(() => Footprints.Of(Enumerable.Range(0, 401).Select(i => LedgerKeys.ContractCode(Opaque.FromHex($"{i:x64}"))), []));
        Assert.Equal(key, Assert.Single(Footprints.Of([], [key]).ReadWrite));
    }

    static bool IsBuiltHere(JsonElement inputs) =>
        inputs.GetProperty("timeBounds").ValueKind == JsonValueKind.Object
        && !inputs.Text("source").StartsWith("muxed", StringComparison.Ordinal)
        && !inputs.TryGetProperty("minSeqNum", out _)
        && !inputs.TryGetProperty("extraSigners", out _)
        && inputs.TryGetProperty("ops", out var operations)
        && operations.EnumerateArray().All(operation => operation.ValueKind == JsonValueKind.String
            ? operation.GetString() == "payment native as above"
            : operation.Text("type") is "payment" or "createAccount" or "changeTrust" or "accountMerge");

    static Bounds BoundsOf(JsonElement inputs)
    {
        var time = inputs.GetProperty("timeBounds");
        var bounds = new Bounds((ulong)Long(time, "minTime"), (ulong)Long(time, "maxTime"));
        return inputs.TryGetProperty("ledgerBounds", out var ledgers)
            ? bounds with { MinLedger = ledgers.GetProperty("minLedger").GetUInt32(), MaxLedger = ledgers.GetProperty("maxLedger").GetUInt32() }
            : bounds;
    }

    static Memo MemoOf(JsonElement memo)
    {
        if (memo.ValueKind == JsonValueKind.String) return Memos.None;
        if (memo.TryGetProperty("text", out var text)) return Memos.Text(text.GetString()!.Replace(@"h\xc3\xa9llo \xe4\xb8\x96", "héllo 世", StringComparison.Ordinal));
        if (memo.TryGetProperty("id", out var id)) return Memos.Id(ulong.Parse(id.GetString()!, CultureInfo.InvariantCulture));
        return Memos.Hash(Opaque.FromHex(memo.Text("hash")));
    }

    static Operation OperationOf(JsonElement operation)
    {
        if (operation.ValueKind == JsonValueKind.String)
            return Operations.Payment(Addresses.Source("GBZELKRWLIHSWLBAZJFMDR3HLRN2RZSRBPZVL4RNALZ62XYGBJMJSXCK"), Assets.Native, 12_345_678);
        var source = operation.TryGetProperty("source", out var address) ? Addresses.Source(address.GetString()!) : null;
        return operation.Text("type") switch
        {
            "payment" => Operations.Payment(
                Addresses.Source(operation.Text("destination")), Assets.Parse(operation.Text("asset")), Long(operation, "amountStroops"), source),
            "createAccount" => Operations.CreateAccount(Addresses.Account(operation.Text("destination")), Long(operation, "startingBalanceStroops"), source),
            "changeTrust" => Operations.ChangeTrust(Assets.Parse(operation.Text("asset")), Long(operation, "limitStroops"), source),
            _ => Operations.AccountMerge(Addresses.Source(operation.Text("destination")), source),
        };
    }

    static long Long(JsonElement of, string property) => long.Parse(of.Text(property), CultureInfo.InvariantCulture);
}
