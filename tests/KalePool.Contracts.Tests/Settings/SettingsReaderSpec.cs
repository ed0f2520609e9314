using KalePool.Contracts.Settings;

namespace KalePool.Contracts.Tests.Settings;

public sealed class SettingsReaderSpec
{
    static SettingsReader Reader(params (string Name, string Value)[] values) =>
        new(SettingsSource.Of(values.ToDictionary(pair => pair.Name, pair => pair.Value)), path => throw new FileNotFoundException($"no {path}"));

    [Fact]
    public void Reads_every_kind_of_value()
    {
        var reader = Reader(
            ("PORT", " 8080 "), ("SHARE", "0.25"), ("AUTO", "off"), ("ID", "2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a"), ("LEVEL", "DEBUG"),
            ("RPC", "http://127.0.0.1:8000, https://rpc.example/soroban"), ("CAP", "5000000000"));

        Assert.Equal(8080, reader.Int("PORT", 3000, 1, 65535));
        Assert.Equal(0.25m, reader.Decimal("SHARE", 0, 0, 1));
        Assert.False(reader.Flag("AUTO", true));
        Assert.Equal(Guid.Parse("2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a"), reader.RequiredGuid("ID"));
        Assert.Equal("debug", reader.Choice("LEVEL", "info", "debug", "info"));
        Assert.Equal([new Uri("http://127.0.0.1:8000"), new Uri("https://rpc.example/soroban")], reader.RequiredUris("RPC"));
        Assert.Equal(5_000_000_000, reader.OptionalLong("CAP"));
        reader.ThrowIfInvalid();
    }

    [Fact]
    public void Takes_the_fallback_for_what_is_unset_or_empty()
    {
        var reader = Reader(("PORT", ""), ("NAME", "  "));

        Assert.Equal(3000, reader.Int("PORT", 3000));
        Assert.Null(reader.OptionalInt("CORES"));
        Assert.Null(reader.OptionalText("NAME"));
        Assert.Null(reader.OptionalUri("URL"));
        Assert.Null(reader.OptionalLong("CAP"));
        Assert.Equal("info", reader.Choice("LEVEL", "info", "debug", "info"));
        Assert.Equal(TimeSpan.FromSeconds(5), reader.Duration("POLL_SECONDS", TimeSpan.FromSeconds(5), TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        Assert.Empty(reader.Errors);
    }

    [Fact]
    public void Collects_every_error_before_it_fails()
    {
        var reader = Reader(("PORT", "70000"), ("LEVEL", "loud"), ("ID", "42"), ("RPC", "ftp://x"), ("AUTO", "maybe"), ("SHARE", "0,5"));
        reader.Int("PORT", 3000, 1, 65535);
        reader.Choice("LEVEL", "info", "debug", "info");
        reader.RequiredGuid("ID");
        reader.RequiredUris("RPC");
        reader.Flag("AUTO", true);
        reader.Decimal("SHARE", 0, 0, 1);
        reader.RequiredText("PASSPHRASE", "the network's passphrase");

        var thrown = Assert.Throws<SettingsException>(reader.ThrowIfInvalid);

        Assert.Equal(["PORT", "LEVEL", "ID", "RPC", "AUTO", "SHARE", "PASSPHRASE"], thrown.Errors.Select(error => error.Name));
        Assert.Equal("PORT: found \"70000\", expected a whole number from 1 to 65535", thrown.Errors[0].ToString());
        Assert.Equal("PASSPHRASE: found nothing (it is not set), expected the network's passphrase", thrown.Errors[^1].ToString());
        Assert.Equal(7, thrown.Message.Split('\n').Length);
    }

    [Theory]
    [InlineData("WORK_DELAY_MINUTES", "4.7", 282_000)]
    [InlineData("WORK_DELAY_SECONDS", "42.5", 42_500)]
    [InlineData("WORK_DELAY_MS", "1500", 1_500)]
    [InlineData("WORK_DELAY_HOURS", "0.05", 180_000)]
    public void Reads_a_duration_in_the_unit_of_its_name(string name, string value, int milliseconds)
    {
        var reader = Reader((name, value));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), reader.OptionalDuration("WORK_DELAY_MINUTES", TimeSpan.Zero, TimeSpan.FromHours(1)));
        reader.ThrowIfInvalid();
    }

    [Fact]
    public void Reads_a_duration_without_a_unit_in_its_own()
    {
        var reader = Reader(("REQUEST_TIMEOUT", "30000"));
        Assert.Equal(TimeSpan.FromSeconds(30), reader.Duration("REQUEST_TIMEOUT", default, TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(1)));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("61")]
    [InlineData("99999999999999999999999999")]
    public void Refuses_a_duration_out_of_range(string value)
    {
        var reader = Reader(("POLL_SECONDS", value));
        Assert.Null(reader.OptionalDuration("POLL_SECONDS", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)));
        var error = Assert.Single(reader.Errors);
        Assert.Equal("a number of seconds from 0.1 to 60", error.Expected);
    }

    [Fact]
    public void Refuses_a_duration_given_in_two_units()
    {
        var reader = Reader(("DELAY_MINUTES", "1"), ("DELAY_SECONDS", "60"));
        Assert.Null(reader.OptionalDuration("DELAY_MINUTES", TimeSpan.Zero, TimeSpan.FromHours(1)));
        Assert.Contains("beside", Assert.Single(reader.Errors).Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://user:password@host")]
    [InlineData("host:8000")]
    [InlineData("/relative")]
    [InlineData(",")]
    [InlineData("http://good,bad")]
    public void Refuses_what_is_no_url(string value)
    {
        var reader = Reader(("RPC_URL", value));
        Assert.Empty(reader.RequiredUris("RPC_URL"));
        Assert.Single(reader.Errors);
    }

    [Fact]
    public void Refuses_a_value_that_is_too_long_and_shows_only_its_beginning_when_wrong()
    {
        var reader = Reader(("A", new string('x', 10_000)), ("B", new string('y', 1_000) + "\u001b[31m"));
        Assert.Null(reader.OptionalText("A"));
        Assert.Equal(7, reader.Int("B", 7));
        Assert.Equal("10000 characters", reader.Errors[0].Found);
        Assert.Equal($"\"{new string('y', 60)}…\" (1005 characters)", reader.Errors[1].Found);
    }
}
