namespace KalePool.Simulation.Tests;

/// <summary>Checks that cannot fail prove nothing: the product is broken on purpose, and the simulation must say so, and why.</summary>
public sealed class SabotageSpec
{
    const string Seeds = "20";

    /// <param name="check">That finds it.</param>
    [Theory]
    [InlineData("SentBeforeSubmitted", "SentUnrecorded")]
    [InlineData("AnsweredBeforeWritten", "ToldUnwritten")]
    [InlineData("NoLookUp", "Outcome")]
    [InlineData("NotFoundIsNotHappened", "Outcome")]
    [InlineData("ForgetfulDueList", "Rest")]
    [InlineData("NoRescueAfterTrouble", "Unworked")]
    [InlineData("NoExtension", "Audit")]
    public async Task What_is_broken_on_purpose_is_found(string sabotage, string check)
    {
        var (status, output) = await SimulationProcess.RunAsync("--sabotage", sabotage, "--seeds", Seeds, "--stop");
        Assert.True(status == 1, output);
        Assert.Contains($"  {check}: ", output, StringComparison.Ordinal);
    }
}
