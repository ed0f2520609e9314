using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Dapper;
using KalePool.Backend.Settings;
using KalePool.Contracts.Settings;
using KalePool.Demo.Harness;
using Npgsql;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>One PostgreSQL server for all tests that want one; each gets a database of its own.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "xunit ends it by DisposeAsync of its own interface.")]
public sealed class PostgresServer : ITestDatabases, IAsyncLifetime
{
    LocalPostgres _server = null!;
    NpgsqlDataSource _owner = null!;
    int _made;

    public async Task InitializeAsync()
    {
        _server = await LocalPostgres.StartAsync(TimeProvider.System, CancellationToken.None);
        _owner = Connect(_server.Url);
    }

    public async Task DisposeAsync()
    {
        await _owner.DisposeAsync();
        await _server.DisposeAsync();
    }

    public async Task<TestDatabase> MakeAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _made)}");
        await RunAsync($"CREATE DATABASE {name}");
        return new TestDatabase(_server.UrlOf(name), Parse(_server.UrlOf(name)), () => RunAsync($"DROP DATABASE {name} WITH (FORCE)"));
    }

    public static DatabaseSettings.Postgres Parse(string url) =>
        (DatabaseSettings.Postgres)DatabaseSettings.Read(new SettingsReader(SettingsSource.Of(new Dictionary<string, string> { ["DATABASE_URL"] = url, ["DB_POOL_SIZE"] = "10" })));

    static NpgsqlDataSource Connect(string url)
    {
        var s = Parse(url);
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder { Host = s.Host, Port = s.Port, Username = s.User, Password = s.Password, Database = s.Database });
    }

    /// <summary>As the server's owner, in a database that no test has.</summary>
    public async Task RunAsync(string sql)
    {
        await using var connection = await _owner.OpenConnectionAsync();
        await connection.ExecuteAsync(sql);
    }
}

/// <summary>Tests that share the server, one after another.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "xunit calls it a collection.")]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "postgres";
}
