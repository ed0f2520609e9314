using Akka.Actor;
using Akka.Configuration;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Storage;

public sealed class JournalGuardSpec
{
    const string Table = "CREATE TABLE journal (ordering INTEGER PRIMARY KEY, persistence_id TEXT NOT NULL, sequence_number INTEGER NOT NULL";

    static readonly Config InMemory = ConfigurationFactory.ParseString("""
        akka { loglevel = off, stdout-loglevel = off, persistence.journal.plugin = "akka.persistence.journal.inmem" }
        """);

    [Theory]
    [InlineData(", UNIQUE (persistence_id, sequence_number))")]
    [InlineData(", UNIQUE (sequence_number, persistence_id))")]
    public async Task Passes_a_journal_that_keeps_two_histories_apart(string constraint) => Assert.Null(await JudgeAsync(Table + constraint));

    [Theory]
    [InlineData("")]
    [InlineData(Table + ")")]
    [InlineData(Table + ", UNIQUE (persistence_id))")]
    [InlineData(Table + ", UNIQUE (persistence_id, sequence_number, ordering))")]
    [InlineData(Table + "); CREATE INDEX journal_index ON journal (persistence_id, sequence_number)")]
    public async Task Refuses_a_journal_without_the_constraint(string schema)
    {
        var refusal = Assert.IsType<StorageException>(await JudgeAsync(schema));
        Assert.Contains("no unique constraint", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_for_the_plugin_to_make_it()
    {
        using var database = await TestDatabase.MakeAsync();
        var time = new FakeTimeProvider();
        using var system = ActorSystem.Create("journal-guard", InMemory);
        var guard = new JournalGuard(database.Database, system, time, NullLogger<JournalGuard>.Instance);
        var started = guard.StartAsync(CancellationToken.None);
        Assert.False(guard.HasPassed);
        await database.RunAsync(Table + ", UNIQUE (persistence_id, sequence_number))");
        await AdvanceUntilAsync(started, time);
        await started;
        Assert.True(guard.HasPassed);
    }

    static async Task<Exception?> JudgeAsync(string schema)
    {
        using var database = await TestDatabase.MakeAsync();
        if (schema.Length > 0) await database.RunAsync(schema);
        var time = new FakeTimeProvider();
        using var system = ActorSystem.Create("journal-guard", InMemory);
        var guard = new JournalGuard(database.Database, system, time, NullLogger<JournalGuard>.Instance);
        var started = guard.StartAsync(CancellationToken.None);
        await AdvanceUntilAsync(started, time);
        var refusal = await Record.ExceptionAsync(() => started);
        Assert.Equal(refusal is null, guard.HasPassed);
        return refusal;
    }

    static Task AdvanceUntilAsync(Task started, FakeTimeProvider time) => Poll.UntilAsync(
        () =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return started.IsCompleted;
        },
        "the guard's verdict");
}
