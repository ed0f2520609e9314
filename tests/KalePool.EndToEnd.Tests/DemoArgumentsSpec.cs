namespace KalePool.EndToEnd.Tests;

public sealed class DemoArgumentsSpec
{
    [Theory]
    [InlineData("--farmers", "0")]
    [InlineData("--blocks", "many")]
    [InlineData("--block-seconds", "1")]
    [InlineData("--colour", "green")]
    public async Task Refuses_a_wrong_argument_by_its_name(string name, string value)
    {
        await using var demo = await DemoProcess.StartAsync(name, value);

        Assert.Equal(2, await demo.Process.Ended.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains(demo.Lines, l => l.Contains(name, StringComparison.Ordinal) || l.Contains(value, StringComparison.Ordinal));
    }
}
