using KalePool.Contracts.Settings;

namespace KalePool.Contracts.Tests.Settings;

public sealed class SecretSettingsSpec
{
    const string Secret = "SECRETSECRETSECRET";

    static SettingsReader Reader(string? fileText, params (string Name, string Value)[] values) =>
        new(SettingsSource.Of(values.ToDictionary(pair => pair.Name, pair => pair.Value)), path => fileText ?? throw new FileNotFoundException($"no file {path}"));

    [Fact]
    public void Reads_a_secret_by_name() => Assert.Equal(Secret, Reader(null, ("KEY", Secret)).RequiredSecret("KEY", "a key"));

    [Fact]
    public void Reads_a_secret_from_a_file_and_trims_it() =>
        Assert.Equal(Secret, Reader($"  {Secret}\n", ("KEY_FILE", "/run/secrets/key")).RequiredSecret("KEY", "a key"));

    [Fact]
    public void Never_shows_a_wrong_secret()
    {
        var reader = Reader(Secret, ("KEY", Secret), ("OTHER_FILE", "/run/other"));
        Assert.Equal("", reader.RequiredSecret("KEY", "a key", _ => false));
        Assert.Null(reader.OptionalSecret("OTHER", "a key", _ => false));

        Assert.Equal(["KEY", "OTHER_FILE"], reader.Errors.Select(error => error.Name));
        Assert.DoesNotContain(Secret, string.Join('\n', reader.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_both_ways_when_it_is_missing()
    {
        var reader = Reader(null);
        reader.RequiredSecret("KEY", "a key");
        Assert.Contains("KEY_FILE", Assert.Single(reader.Errors).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_a_file_that_cannot_be_read_and_reports_it_once()
    {
        var reader = Reader(null, ("KEY_FILE", "/nowhere"));
        Assert.Equal("", reader.RequiredSecret("KEY", "a key"));
        var error = Assert.Single(reader.Errors);
        Assert.Equal("KEY_FILE", error.Name);
        Assert.Contains("/nowhere", error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_empty_file_and_a_value_beside_a_file()
    {
        var reader = Reader(" \n", ("KEY_FILE", "/empty"), ("BOTH", Secret), ("BOTH_FILE", "/both"));
        Assert.Null(reader.OptionalSecret("KEY", "a key"));
        Assert.Null(reader.OptionalSecret("BOTH", "a key"));
        Assert.Equal(["KEY_FILE", "BOTH"], reader.Errors.Select(error => error.Name));
    }
}
