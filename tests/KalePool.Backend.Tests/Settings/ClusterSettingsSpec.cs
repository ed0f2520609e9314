using KalePool.Backend.Settings;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Tests.Settings;

public sealed class ClusterSettingsSpec : IDisposable
{
    const string Seeds = "127.0.0.1:4053,akka.tcp://kalepool@127.0.0.1:4054";

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static (ClusterSettings Settings, IReadOnlyList<SettingError> Errors) Read(bool postgres, params (string Name, string Value)[] values)
    {
        var reader = new SettingsReader(SettingsSource.Of(values.ToDictionary(v => v.Name, v => v.Value)));
        DatabaseSettings database = postgres ? PostgresServer.Parse("postgresql://pool@127.0.0.1/pool") : new DatabaseSettings.Sqlite("pool.db", TimeSpan.FromSeconds(1));
        return (ClusterSettings.Read(reader, database), reader.Errors);
    }

    [Fact]
    public void A_node_is_alone_on_loopback_unless_it_is_told_of_others()
    {
        var (settings, errors) = Read(false);
        Assert.Empty(errors);
        Assert.True(settings.IsAlone);
        Assert.Equal(("127.0.0.1", 0, null), (settings.Host, settings.Port, settings.Certificate));
    }

    [Fact]
    public void Takes_seeds_in_both_forms_and_in_their_order()
    {
        var (settings, errors) = Read(true, ("CLUSTER_SEEDS", Seeds + ", [::1]:4055"), ("CLUSTER_PORT", "4054"));
        Assert.Empty(errors);
        Assert.Equal([new("127.0.0.1", 4053), new("127.0.0.1", 4054), new("::1", 4055)], settings.Seeds);
    }

    [Theory]
    [InlineData("4053", true)]
    [InlineData("4054", false)]
    [InlineData("4055", false)]
    public void The_first_of_the_seeds_knows_that_it_is(string port, bool isFirst) =>
        Assert.Equal(isFirst, Read(true, ("CLUSTER_SEEDS", Seeds), ("CLUSTER_PORT", port)).Settings.IsFirstSeed);

    [Fact]
    public void Who_is_alone_is_nobodys_first_seed() => Assert.False(Read(false).Settings.IsFirstSeed);

    [Theory]
    [InlineData("CLUSTER_SEEDS", "127.0.0.1")]
    [InlineData("CLUSTER_SEEDS", "127.0.0.1:0")]
    [InlineData("CLUSTER_SEEDS", "127.0.0.1:4053,127.0.0.1:4053")]
    [InlineData("CLUSTER_SEEDS", "akka.tcp://other@127.0.0.1:4053")]
    [InlineData("CLUSTER_SEEDS", "http://127.0.0.1:4053")]
    [InlineData("CLUSTER_HOST", "a host")]
    [InlineData("CLUSTER_PORT", "65536")]
    [InlineData("CLUSTER_TLS_CERTIFICATE", "nowhere.pfx")]
    public void Names_a_wrong_setting(string name, string value) => Assert.Equal(name, Assert.Single(Read(true, (name, value)).Errors).Name);

    [Fact]
    public void Wants_a_port_that_the_others_know()
    {
        Assert.Equal("CLUSTER_PORT", Assert.Single(Read(true, ("CLUSTER_SEEDS", Seeds)).Errors).Name);
        Assert.Equal("CLUSTER_PORT", Assert.Single(Read(true, ("CLUSTER_SEEDS", Seeds), ("CLUSTER_PORT", "0")).Errors).Name);
    }

    [Fact]
    public void Refuses_several_nodes_on_an_embedded_database()
    {
        var error = Assert.Single(Read(false, ("CLUSTER_SEEDS", Seeds), ("CLUSTER_PORT", "4053")).Errors);
        Assert.Equal("DATABASE_URL", error.Name);
    }

    [Fact]
    public void Refuses_to_leave_loopback_without_mutual_TLS()
    {
        (string, string)[] far = [("CLUSTER_SEEDS", "backend-1:4053"), ("CLUSTER_HOST", "backend-1"), ("CLUSTER_PORT", "4053")];
        Assert.Equal("CLUSTER_TLS_CERTIFICATE", Assert.Single(Read(true, far).Errors).Name);

        var (settings, errors) = Read(true, [.. far, ("CLUSTER_TLS_CERTIFICATE", Certificates.Save(_folder["node.pfx"], Certificates.Node("backend-1", null)))]);
        Assert.Empty(errors);
        Assert.NotNull(settings.Certificate);
    }

    [Fact]
    public void Refuses_seeds_that_loopback_does_not_reach()
    {
        var error = Assert.Single(Read(true, ("CLUSTER_SEEDS", "backend-1:4053"), ("CLUSTER_PORT", "4053")).Errors);
        Assert.Equal("CLUSTER_HOST", error.Name);
    }

    [Fact]
    public void Opens_a_certificate_with_its_password_and_shows_that_nowhere()
    {
        var path = Certificates.Save(_folder["node.pfx"], Certificates.Node("node", null), password: "a long secret");
        Assert.NotNull(Read(true, ("CLUSTER_TLS_CERTIFICATE", path), ("CLUSTER_TLS_CERTIFICATE_PASSWORD", "a long secret")).Settings.Certificate);

        var error = Assert.Single(Read(true, ("CLUSTER_TLS_CERTIFICATE", path), ("CLUSTER_TLS_CERTIFICATE_PASSWORD", "another secret")).Errors);
        Assert.Equal("CLUSTER_TLS_CERTIFICATE", error.Name);
        Assert.DoesNotContain("another secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Knows_its_own_certificate_and_those_of_its_authority_alone()
    {
        using var authority = Certificates.Authority("pool");
        using var node = Certificates.Node("node", authority);
        using var brother = Certificates.Node("brother", authority);
        using var stranger = Certificates.Node("brother", Certificates.Authority("pool"));
        Assert.True(ClusterCertificate.TryLoad(Certificates.Save(_folder["with.pfx"], node, authority), null, out var withAuthority, out _));
        Assert.True(ClusterCertificate.TryLoad(Certificates.Save(_folder["without.pfx"], node), null, out var alone, out _));

        Assert.Equal([true, true, false, false], new[] { node, brother, stranger, null }.Select(withAuthority!.Accepts));
        Assert.Equal([true, false, false, false], new[] { node, brother, stranger, null }.Select(alone!.Accepts));
    }
}
