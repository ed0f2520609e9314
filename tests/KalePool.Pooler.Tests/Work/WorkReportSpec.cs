using KalePool.Contracts.Errors;
using KalePool.Contracts.Poolers;
using KalePool.Pooler.Work;

namespace KalePool.Pooler.Tests.Work;

public sealed class WorkReportSpec
{
    static readonly FarmerRound Planted = new(Guid.NewGuid(), "a", Wallets.Pail(100), Wallets.Hash(5, 42));
    static readonly FarmerRound Worked = Planted with { Pail = Wallets.Pail(100, 20, 5), Sent = Wallets.Hash(5, 42), SentHash = "tx" };

    [Fact]
    public void Reports_what_the_pail_shows_with_the_hash_that_was_sent()
    {
        var result = Assert.Single(WorkReport.Successes([Worked, Planted]));
        Assert.Equal(new WorkResult(Worked.Id, "success", 42, Wallets.Hash(5).Hash.ToString(), 5, 20, "tx"), result);
    }

    [Fact]
    public void Reports_each_result_once_and_a_better_one_again()
    {
        Assert.Empty(WorkReport.Successes([Worked with { ReportedZeros = 5 }]));
        Assert.Single(WorkReport.Successes([Worked with { ReportedZeros = 4 }]));
    }

    [Fact]
    public void Leaves_the_work_of_somebody_else_to_the_backend() =>
        Assert.Empty(WorkReport.Successes([Worked with { Pail = Wallets.Pail(100, 20, 6) }, Worked with { Sent = null }]));

    [Fact]
    public void Owns_up_to_who_was_not_worked()
    {
        var result = Assert.Single(WorkReport.Failures([Worked, Planted]));
        Assert.Equal((Planted.Id, "failed", ErrorCode.NotWorked, true), (result.FarmerId, result.Status, result.Error, result.CompensationRequired));
    }

    [Fact]
    public void Roster_hopes_for_the_block_befores_farmers_until_the_backend_says_more()
    {
        var (a, b, c) = (Farmer("a"), Farmer("b"), Farmer("c"));
        var roster = new RoundRoster([a, b, c]);
        Assert.Equal((3, 3), (roster.Expected, roster.Hoped.Count));

        roster.Take(new(true, [a], [new(b.FarmerId, "insufficient_xlm", "", "farmer")], [new(c.FarmerId)], new(3, 1, 1, 1, 0)));
        Assert.Equal(2, roster.Expected);
        Assert.Equal(["c"], roster.Hoped);
        Assert.Equal(["a"], roster.Planted.Select(farmer => farmer.CustodialWallet));

        roster.Take(new(true, [a, c], [], [], new(3, 2, 1, 0, 0)));
        roster.Arrive([Farmer("d")]);
        Assert.Equal((3, 0), (roster.Expected, roster.Hoped.Count));
    }

    static PlantedFarmer Farmer(string wallet) => new(Guid.NewGuid(), wallet, 0, "tx");
}
