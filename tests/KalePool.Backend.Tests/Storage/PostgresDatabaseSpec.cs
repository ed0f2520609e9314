using Dapper;
using KalePool.Actors.Hosting;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using LinqToDB.Data;

namespace KalePool.Backend.Tests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class PostgresDatabaseSpec(PostgresServer server) : DatabaseSpec(server)
{
    [Fact]
    public async Task Refuses_a_server_that_does_not_flush_its_commits()
    {
        await Db.RunAsync($"ALTER DATABASE {((DatabaseSettings.Postgres)Db.Settings).Database} SET synchronous_commit = off");
        await using var database = Database.Of(Db.Settings);
        var e = await Assert.ThrowsAsync<StorageException>(() => database.PrepareAsync(CancellationToken.None));
        Assert.Contains("synchronous_commit is off, expected on", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_database_that_takes_no_writes()
    {
        await Db.RunAsync($"ALTER DATABASE {((DatabaseSettings.Postgres)Db.Settings).Database} SET default_transaction_read_only = on");
        await using var database = Database.Of(Db.Settings);
        var e = await Assert.ThrowsAsync<StorageException>(() => database.PrepareAsync(CancellationToken.None));
        Assert.Contains("transaction_read_only is on", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_tells_the_password()
    {
        var right = (DatabaseSettings.Postgres)Db.Settings;
        await RefusesAsync(right with { Password = "hush hush" });
        await RefusesAsync(right with { Database = "nowhere" });
        await RefusesAsync(right with { Port = 1, Password = "hush hush" });
        Assert.DoesNotContain(right.Password!, Database.Of(right).Name, StringComparison.Ordinal);

        async Task RefusesAsync(DatabaseSettings.Postgres wrong)
        {
            await using var database = Database.Of(wrong);
            var e = await Assert.ThrowsAsync<StorageException>(() => database.PrepareAsync(CancellationToken.None));
            Assert.StartsWith($"DATABASE_URL: postgresql://kalepool@127.0.0.1:{wrong.Port}/{wrong.Database} cannot be used: ", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(wrong.Password!, e.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>Else a reader passes over events that are committed later.</summary>
    [Fact]
    public async Task Ends_a_transaction_of_the_journal_before_its_readers_give_up_waiting()
    {
        await using var journal = new DataConnection(Db.Database.JournalOptions);
        var statement = journal.Execute<TimeSpan>("SELECT current_setting('statement_timeout')::interval");
        var idle = journal.Execute<TimeSpan>("SELECT current_setting('idle_in_transaction_session_timeout')::interval");
        Assert.InRange(statement, TimeSpan.FromSeconds(1), SqlJournalHosting.GapPatience);
        Assert.InRange(idle, TimeSpan.FromSeconds(1), SqlJournalHosting.GapPatience);
        Assert.InRange(statement + idle, TimeSpan.FromSeconds(1), SqlJournalHosting.GapPatience - TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Gives_other_statements_the_time_of_the_settings()
    {
        await using var database = Database.Of((DatabaseSettings.Postgres)Db.Settings with { Timeout = TimeSpan.FromSeconds(7), PoolSize = 4 });
        await using var connection = await database.OpenAsync(CancellationToken.None);
        Assert.Equal("7s", await connection.ExecuteScalarAsync<string>("SHOW statement_timeout"));
    }

    [Fact]
    public async Task Loses_no_keys_by_emptying_the_table()
    {
        await Db.Database.PrepareAsync(CancellationToken.None);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Db.RunAsync("TRUNCATE wallet_keys"));
    }
}
