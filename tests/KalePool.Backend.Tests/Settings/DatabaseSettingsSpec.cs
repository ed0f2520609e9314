using KalePool.Backend.Settings;
using KalePool.Contracts.Settings;
using Npgsql;

namespace KalePool.Backend.Tests.Settings;

public sealed class DatabaseSettingsSpec
{
    static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    static DatabaseSettings Read(string url, params (string Name, string Value)[] others)
    {
        var reader = new SettingsReader(SettingsSource.Of(others.Append(("DATABASE_URL", url)).ToDictionary(s => s.Item1, s => s.Item2)));
        var settings = DatabaseSettings.Read(reader);
        reader.ThrowIfInvalid();
        return settings;
    }

    [Fact]
    public void Takes_a_server_apart() => Assert.Equal(
        new DatabaseSettings.Postgres("db.example.org", 5433, "pool", "p@ss:w/rd", "kale", SslMode.VerifyFull, null, 8, TimeSpan.FromSeconds(5)),
        Read("postgresql://pool:p%40ss%3Aw%2Frd@db.example.org:5433/kale?sslmode=verify-full", ("DB_POOL_SIZE", "8"), ("DB_TIMEOUT", "5000")));

    [Theory]
    [InlineData("postgres://pool:secret@127.0.0.1/kale", "127.0.0.1", "secret", SslMode.Prefer)]
    [InlineData("postgresql://pool@localhost/kale", "localhost", null, SslMode.Prefer)]
    [InlineData("postgresql://pool:@[::1]/kale", "::1", "", SslMode.Prefer)]
    [InlineData("postgresql://pool:secret@10.0.0.7/kale", "10.0.0.7", "secret", SslMode.Require)]
    [InlineData("postgresql://pool:secret@postgres/kale?sslmode=disable", "postgres", "secret", SslMode.Disable)]
    public void Is_encrypted_off_loopback_unless_told_otherwise(string url, string host, string? password, SslMode mode) =>
        Assert.Equal(new DatabaseSettings.Postgres(host, 5432, "pool", password, "kale", mode, null, 20, Usual), Read(url));

    [Fact]
    public void Takes_the_certificates_of_a_file()
    {
        var file = typeof(DatabaseSettingsSpec).Assembly.Location;
        Assert.Equal(file, Assert.IsType<DatabaseSettings.Postgres>(Read($"postgresql://pool@db/kale?sslmode=verify-ca&sslrootcert={file}")).RootCertificate);
    }

    [Theory]
    [InlineData("hush")]
    [InlineData("sqlite:")]
    [InlineData("mysql://pool:hush@localhost/kale")]
    [InlineData("postgresql://pool:hush@localhost")]
    [InlineData("postgresql://pool:hush@localhost/")]
    [InlineData("postgresql://pool:hush@localhost/a/b")]
    [InlineData("postgresql://:hush@localhost/kale")]
    [InlineData("postgresql://localhost/kale")]
    [InlineData("postgresql:///kale")]
    [InlineData("postgresql://pool:hush@localhost:port/kale")]
    [InlineData("postgresql://pool:hu#sh@localhost/kale")]
    [InlineData("postgresql://pool:hush@localhost/kale#here")]
    [InlineData("postgresql://pool:hush@localhost/kale?sslmode=maybe")]
    [InlineData("postgresql://pool:hush@localhost/kale?sslrootcert=/nowhere/at/all")]
    [InlineData("postgresql://pool:hush@localhost/kale?password=hush")]
    public void Names_the_setting_and_never_the_password(string url)
    {
        var e = Assert.Throws<SettingsException>(() => Read(url));
        Assert.Equal("DATABASE_URL", Assert.Single(e.Errors).Name);
        Assert.DoesNotContain("hu", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_no_password_as_text() =>
        Assert.Equal("postgresql://pool@db:5432/kale", Read("postgresql://pool:hush@db/kale").ToString());

    [Theory]
    [InlineData("KALEPOOL_MASTER_KEY")]
    [InlineData("ADMIN_KEY")]
    public void Makes_up_no_key_that_several_nodes_share(string name)
    {
        var values = new Dictionary<string, string>
        {
            ["NETWORK_PASSPHRASE"] = "Local ; 2026",
            ["RPC_URL"] = "http://127.0.0.1:8000",
            ["KALE_CONTRACT_ID"] = "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA",
            ["KALEPOOL_MASTER_KEY"] = Convert.ToBase64String(new byte[32]),
            ["ADMIN_KEY"] = "an admin key of the tests",
            ["DATABASE_URL"] = "postgresql://pool:hush@db/kale",
        };
        BackendSettings.Read(new SettingsReader(SettingsSource.Of(values)));
        values.Remove(name);
        var e = Assert.Throws<SettingsException>(() => BackendSettings.Read(new SettingsReader(SettingsSource.Of(values))));
        Assert.Equal(name, Assert.Single(e.Errors).Name);
    }
}
