namespace KalePool.EndToEnd.Tests;

public sealed class DemoArgumentsSpec
{
    [Theory]
    [InlineData("--farmers", "0")]
    [InlineData("--blocks", "many")]
    [InlineData("--block-seconds", "1")]
    [InlineData("--colour", "green")]
    [InlineData("--chain", "somewhere")]
    [InlineData("--kale", "CKALE")]
    [InlineData("--friendbot", "http://127.0.0.1:1/friendbot")]
    public async Task Refuses_a_wrong_argument_by_its_name(string name, string value)
    {
        await using var demo = await DemoProcess.StartAsync(name, value);

        Assert.Equal(2, await demo.Process.Ended.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains(demo.Lines, l => l.Contains(name, StringComparison.Ordinal) || l.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refuses_rivals_on_a_chain_that_is_not_its_own()
    {
        await using var demo = await DemoProcess.StartAsync("--chain", "http://127.0.0.1:1/", "--rivals", "2");

        Assert.Equal(2, await demo.Process.Ended.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains(demo.Lines, l => l.Contains("--rivals", StringComparison.Ordinal));
    }
}
