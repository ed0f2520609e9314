using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace KalePool.Backend.Tests.Storage;

public abstract class JournalGuardSpec(ITestDatabases databases) : StorageSpec(databases)
{
    const string Table = "CREATE TABLE journal (ordering INTEGER PRIMARY KEY, persistence_id VARCHAR(255) NOT NULL, sequence_number INTEGER NOT NULL";

    [Fact]
    public async Task Passes_the_journal_that_the_schema_makes() => Assert.Null(await JudgeAsync());

    [Theory]
    [InlineData(", UNIQUE (persistence_id, sequence_number))")]
    [InlineData(", UNIQUE (sequence_number, persistence_id))")]
    public async Task Passes_a_journal_that_keeps_two_histories_apart(string constraint)
    {
        await ReplaceAsync(Table + constraint);
        Assert.Null(await JudgeAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData(Table + ")")]
    [InlineData(Table + ", UNIQUE (persistence_id))")]
    [InlineData(Table + ", UNIQUE (persistence_id, sequence_number, ordering))")]
    [InlineData(Table + "); CREATE INDEX journal_index ON journal (persistence_id, sequence_number)")]
    [InlineData(Table + "); CREATE UNIQUE INDEX journal_index ON journal (persistence_id, sequence_number) WHERE ordering > 1000")]
    public async Task Refuses_a_journal_without_the_constraint(string schema)
    {
        await ReplaceAsync(schema);
        var refusal = Assert.IsType<StorageException>(await JudgeAsync());
        Assert.Contains("no unique constraint", refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith(Db.Database.Name, refusal.Message, StringComparison.Ordinal);
    }

    async Task ReplaceAsync(string schema)
    {
        await Db.RunAsync("DROP TABLE journal");
        if (schema.Length > 0) await Db.RunAsync(schema);
    }

    Task<Exception?> JudgeAsync() => Record.ExceptionAsync(() => new JournalGuard(Db.Database, NullLogger<JournalGuard>.Instance).StartAsync(CancellationToken.None))!;
}

public sealed class JournalGuardOnSqliteSpec() : JournalGuardSpec(new EmbeddedDatabases());

[Collection(PostgresCollection.Name)]
public sealed class JournalGuardOnPostgresSpec(PostgresServer server) : JournalGuardSpec(server);
