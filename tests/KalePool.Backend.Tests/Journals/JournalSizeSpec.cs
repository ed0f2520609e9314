using System.Globalization;
using KalePool.Backend.Custody;
using KalePool.Backend.Journals;
using KalePool.Backend.Ops.Backup;
using KalePool.Backend.Ops.Journal;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Backend.Tests.ReadModel;
using Xunit.Abstractions;

namespace KalePool.Backend.Tests.Journals;

/// <summary>What a long journal costs its readers; the figures are for people.</summary>
public abstract class JournalSizeSpec(ITestDatabases databases, ITestOutputHelper output) : StorageSpec(databases)
{
    const int Blocks = 1_000;

    [Fact, Trait("Category", "Long")]
    public async Task A_long_journal_is_proven_and_backed_up()
    {
        var writer = new JournalWriter { Links = true };
        await using (var connection = await Db.Database.OpenAsync(CancellationToken.None))
        {
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var e in Story.Founding.Concat(Enumerable.Range(0, Blocks).SelectMany(i => Story.Block(Story.FirstBlock + (uint)i)))) await writer.Prepare(e)(connection);
            await transaction.CommitAsync();
        }
        var events = await Db.ReadAsync<long>("SELECT COUNT(*) FROM journal");
        await TimedAsync("projected", events, () => new ReadModelProjection(Db.Database, TimeProvider.System).CatchUpAsync((_, _) => { }, CancellationToken.None));
        await TimedAsync("proven without the read model", events, async () =>
        {
            await using var snapshot = await DatabaseSnapshot.TakeAsync(Db.Database, CancellationToken.None);
            Assert.Equal((events, 0L), await new JournalVerifier(snapshot).RunAsync(null, _ => { }, CancellationToken.None) is var f ? (f.Events, f.Differences) : default);
        });
        await TimedAsync("proven", events, async () => Assert.Equal(0, await JournalVerify.RunAsync(Db.Database, null, makesReadModel: true, TextWriter.Null, CancellationToken.None)));
        using var folder = new TempFolder();
        var masters = new MasterKeys(new MasterKey(new byte[MasterKey.Bytes]));
        await TimedAsync("backed up and proven by a restore", events, async () =>
            Assert.Equal(0, await BackupRun.RunAsync(Db.Database, masters, folder["pool.backup"], null, makesReadModel: false, TimeProvider.System, TextWriter.Null, CancellationToken.None)));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(folder["pool.backup"]).Length} bytes of backup"));
    }

    /// <summary>Half of what a life does here is its recovery, the other half a write.</summary>
    [Fact, Trait("Category", "Long")]
    public async Task An_entity_that_wakes_and_writes_pays_for_its_link()
    {
        const int entities = 300;
        var poolers = Enumerable.Range(0, entities).Select(_ => Guid.NewGuid()).ToList();
        await using (var node = await LinkedNode.StartAsync(Db.Database))
        {
            foreach (var pooler in poolers) await node.LiveAsync(pooler, 1);
        }
        foreach (var isLinked in new[] { true, false, true, false })
        {
            await using var node = await LinkedNode.StartAsync(Db.Database, isLinked);
            await TimedAsync(isLinked ? "after recoveries, linked" : "after recoveries, as the plugin alone writes them", entities, async () =>
            {
                foreach (var pooler in poolers) await node.LiveAsync(pooler, 1);
            });
        }
    }

    async Task TimedAsync(string what, long events, Func<Task> run)
    {
        var since = TimeProvider.System.GetTimestamp();
        await run();
        var seconds = TimeProvider.System.GetElapsedTime(since).TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events} events {what}: {seconds:0.0} s, {events / seconds:0} a second"));
    }
}

public sealed class JournalSizeOnSqliteSpec(ITestOutputHelper output) : JournalSizeSpec(new EmbeddedDatabases(), output);

[Collection(PostgresCollection.Name)]
public sealed class JournalSizeOnPostgresSpec(PostgresServer server, ITestOutputHelper output) : JournalSizeSpec(server, output);
