using System.Text.Json;
using KalePool.Devnet.Rpc;
using KalePool.Stellar.Transactions;

namespace KalePool.Devnet.Tests;

/// <summary>getFeeStats tells what was paid to be included, as stellar-rpc reads it from results and meta.</summary>
public class FeeStatsSpec
{
    readonly TestChain _chain = new();

    [Fact]
    public void Tells_what_was_paid_whatever_was_bid()
    {
        var key = _chain.NewAccount();
        PassWindow();

        _chain.Apply(_chain.Classic(key, [Operations.ChangeTrust(_chain.Kale), Operations.ChangeTrust(_chain.Kale, 5)], bid: 70_000), key);
        _chain.Apply(_chain.Plant(key, 0), key);

        Assert.Equal(("100", "100", "100", "1"), Of("inclusionFee"));
        Assert.Equal(("100", "100", "100", "1"), Of("sorobanInclusionFee"));
    }

    [Fact]
    public void Counts_a_fee_bump_whole_and_takes_the_lowest_of_equally_frequent_fees_for_the_mode()
    {
        var (key, payer) = (_chain.NewAccount(), _chain.NewAccount());
        PassWindow();
        var inner = _chain.Classic(key, [Operations.ChangeTrust(_chain.Kale)]).Sign(_chain.Chain.Network, key);

        _chain.Apply(FeeBumps.Of(inner, Addresses.Source(payer.PublicKey), 2_000).Sign(_chain.Chain.Network, payer));
        _chain.Apply(_chain.Classic(payer, [Operations.ChangeTrust(_chain.Kale)]), payer);

        Assert.Equal(("100", "200", "100", "2"), Of("inclusionFee"));
    }

    /// <summary>The meta of a failed call does not tell its resource fee apart.</summary>
    [Fact]
    public void Leaves_out_contract_calls_that_failed()
    {
        var farmer = _chain.NewFarmer();
        _chain.Apply(_chain.Plant(farmer, 0), farmer);

        var failed = _chain.Apply(_chain.Plant(farmer, 0), farmer);

        Assert.False(failed.Succeeded);
        Assert.Equal(("100", "100", "100", "1"), Of("sorobanInclusionFee"));
    }

    [Fact]
    public void Is_all_zeros_when_nothing_happened()
    {
        PassWindow();

        Assert.Equal(("0", "0", "0", "0"), Of("inclusionFee"));
        Assert.Equal(0, Answer().GetProperty("inclusionFee").GetProperty("ledgerCount").GetInt32());
    }

    /// <summary>As many ledgers as classic fees are remembered.</summary>
    void PassWindow()
    {
        for (var i = 0; i < 10; i++) _chain.Close();
    }

    (string? Min, string? Max, string? Mode, string? Count) Of(string kind)
    {
        var fees = Answer().GetProperty(kind);
        return (Text("min"), Text("max"), Text("mode"), Text("transactionCount"));

        string? Text(string name) => fees.GetProperty(name).GetString();
    }

    JsonElement Answer() => JsonSerializer.SerializeToElement(new GetFeeStats(_chain.Chain).Handle(new RpcParams(null)), JsonSerializerOptions.Web);
}
