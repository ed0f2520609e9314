using KalePool.Contracts.Admin;
using KalePool.Demo.Run;

namespace KalePool.EndToEnd.Tests;

public sealed class DemoResultSpec
{
    static readonly Farmer Ada = new(Guid.Parse("00000000-0000-0000-0000-00000000000a"), "GA", "GP", "t");
    static readonly Farmer Ben = new(Guid.Parse("00000000-0000-0000-0000-00000000000b"), "GB", "GQ", "t");

    [Fact]
    public void Is_full_when_every_step_of_everybody_succeeded_and_the_chain_is_balanced()
    {
        var result = DemoResult.Of([Block(7, Row(Ada, 3, 100), Row(Ben, 6, 12_345_678_901))], [Ada, Ben], 1, 42, "balanced");

        Assert.True(result.IsFull);
        Assert.Equal(
            "demo: blocks=1 planted=2/2 worked=2/2 harvested=2/2 hashes=42 zeros=3/4.50 rewards=1234.5679001 chain=balanced", result.ToString());
    }

    [Fact]
    public void Counts_a_farmer_only_where_every_block_succeeded_for_him()
    {
        var result = DemoResult.Of(
            [Block(7, Row(Ada, 3, 1), Row(Ben, 3, 1)), Block(8, Row(Ada, 3, 1), Row(Ben, null, null) with { Work = StepStatus.Failed, Harvest = StepStatus.None })],
            [Ada, Ben], 2, 1, "balanced");

        Assert.False(result.IsFull);
        Assert.Contains("planted=2/2 worked=1/2 harvested=1/2", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_nobody_while_a_demanded_block_is_missing()
    {
        var result = DemoResult.Of([Block(7, Row(Ada, 3, 1))], [Ada], 2, 1, "balanced");

        Assert.False(result.IsFull);
        Assert.Contains("blocks=1 planted=0/1", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_a_farmer_whom_a_block_does_not_have_as_not_planted()
    {
        var result = DemoResult.Of([Block(7, Row(Ada, 3, 1))], [Ada, Ben], 1, 1, "balanced");

        Assert.Contains("planted=1/2 worked=1/2 harvested=1/2", result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UNBALANCED (3 differences)")]
    [InlineData("not audited")]
    public void Is_not_full_when_the_chain_is_not_balanced(string chain)
    {
        var result = DemoResult.Of([Block(7, Row(Ada, 3, 1))], [Ada], 1, 1, chain);

        Assert.False(result.IsFull);
        Assert.EndsWith("chain=" + chain, result.ToString(), StringComparison.Ordinal);
    }

    static BlockView Block(uint index, params BlockFarmerView[] rows) =>
        new(Guid.Empty, index, "closed", DateTimeOffset.UnixEpoch, rows.Length, 0, 0, 0, 0, 0, rows);

    static BlockFarmerView Row(Farmer farmer, uint? zeros, long? reward) =>
        new(farmer.Id, farmer.CustodialWallet, StepStatus.Success, StepStatus.Success, StepStatus.Success, 0, zeros, 1, reward, null, null);
}
