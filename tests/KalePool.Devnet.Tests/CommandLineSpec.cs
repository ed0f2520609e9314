using KalePool.Devnet.Settings;

namespace KalePool.Devnet.Tests;

public class CommandLineSpec
{
    [Fact]
    public async Task Takes_every_option()
    {
        DevnetSettings? taken = null;
        var command = DevnetCommand.Create((settings, _) =>
        {
            taken = settings;
            return Task.FromResult(0);
        });

        var parsed = command.Parse("--port 8123 --ledger-ms 2000 --block-seconds 60 --passphrase abc --start-index 7 --rivals 3 --rivals-open-after 9 --min-temp-ttl 100 --seed 5".Split(' '));

        Assert.Empty(parsed.Errors);
        Assert.Equal(0, await parsed.InvokeAsync());
        Assert.Equal(
            new DevnetSettings
            {
                Port = 8123,
                LedgerMs = 2_000,
                BlockSeconds = 60,
                Passphrase = "abc",
                StartIndex = 7,
                MinTemporaryTtl = 100,
                Seed = 5,
                Rivals = new RivalSettings { Count = 3, OpenAfterSeconds = 9 },
            },
            taken);
    }

    [Theory]
    [InlineData("--port", "65536")]
    [InlineData("--ledger-ms", "999")]
    [InlineData("--ledger-ms", "soon")]
    [InlineData("--block-seconds", "0")]
    [InlineData("--passphrase", "")]
    [InlineData("--start-index", "-1")]
    [InlineData("--rivals", "501")]
    [InlineData("--min-temp-ttl", "1")]
    [InlineData("--weather", "fine")]
    public void Names_the_option_that_is_wrong(string option, string value)
    {
        var parsed = DevnetCommand.Create((_, _) => Task.FromResult(0)).Parse([option, value]);

        Assert.Contains(parsed.Errors, error => error.Message.Contains(option, StringComparison.Ordinal));
    }
}
