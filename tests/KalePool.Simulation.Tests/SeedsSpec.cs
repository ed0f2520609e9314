namespace KalePool.Simulation.Tests;

/// <summary>Seeds that must hold: whatever crashes, at whatever moment, every stroop is accounted for.</summary>
public sealed class SeedsSpec
{
    [Theory]
    [InlineData(1)]
    [InlineData(51)]
    public async Task Fifty_seeds_hold(int first) => await HoldAsync("--first-seed", $"{first}", "--seeds", "50");

    [Fact]
    public async Task Where_nothing_goes_wrong_no_pail_goes_without_work()
    {
        var output = await HoldAsync("--seeds", "5", "--calm");
        Assert.Contains(" excused=0 ", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" planted=0 ", output, StringComparison.Ordinal);
    }

    /// <summary>In another process too: nothing of a machine or a run is in it.</summary>
    [Fact]
    public async Task A_seed_comes_out_the_same_again()
    {
        string[] arguments = ["--first-seed", "7", "--seeds", "1", "--verbose"];
        var (once, again) = (await HoldAsync(arguments), await HoldAsync(arguments));
        Assert.Equal(Happened(once), Happened(again));
        await HoldAsync("--first-seed", "7", "--seeds", "2", "--twice");
    }

    /// <summary>Each has found something once.</summary>
    /// <param name="why">What it was.</param>
    [Theory]
    [InlineData(29, "a plant that was being prepared when its farmer began to leave was sent, and nobody worked it")]
    [InlineData(935, "the pail that a leaving farmer had opened the block with was taken up while his wallet was being closed: worked, and nothing to harvest it into")]
    [InlineData(2207, "a block's row stood for good where the pooler's write had failed")]
    [InlineData(3200, "one pail was taken up twice for two who had waited for it, and the read model stood still")]
    [InlineData(56, "the last half millisecond of a wait was waited for again and again, and no time passed")]
    public async Task A_seed_that_did_not_hold_once_holds(int seed, string why)
    {
        Assert.NotEmpty(why);
        await HoldAsync("--first-seed", $"{seed}", "--seeds", "1");
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Ten_thousand_seeds_hold() => await HoldAsync("--seeds", "10000");

    static async Task<string> HoldAsync(params string[] arguments)
    {
        var (status, output) = await SimulationProcess.RunAsync(arguments);
        Assert.True(status == 0, output);
        return output;
    }

    /// <summary>All but the last line, which says how long it took.</summary>
    static string[] Happened(string output) => output.TrimEnd().Split('\n')[..^1];
}
