using KalePool.Backend.Journals;
using KalePool.Backend.Ops.Journal;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Backend.Tests.ReadModel;
using KalePool.Domain.Poolers;

namespace KalePool.Backend.Tests.Journals;

/// <summary>A journal that nobody has touched is found to be well; whatever a hand has done to it is named with its place.</summary>
public abstract class JournalVerifySpec(ITestDatabases databases) : StorageSpec(databases)
{
    static readonly Guid One = new("0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4001");
    static readonly Guid Two = new("0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4002");

    static string Entity(Guid pooler) => $"pooler-{pooler:N}";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await WriteAsync(5);
        await ProjectAsync();
    }

    /// <summary>Both poolers live and get so many keys, in two lives: the second one knows only what is in the table.</summary>
    async Task WriteAsync(int keys)
    {
        await using var node = await LinkedNode.StartAsync(Db.Database);
        foreach (var pooler in new[] { One, Two })
        {
            await node.LiveAsync(pooler, keys - 2);
            await node.LiveAsync(pooler, 2);
        }
    }

    Task ProjectAsync() => new ReadModelProjection(Db.Database, TimeProvider.System).CatchUpAsync((_, _) => { }, CancellationToken.None);

    async Task<string> VerifyAsync(int status, FileInfo? heads = null)
    {
        var said = new StringWriter();
        Assert.Equal(status, await JournalVerify.RunAsync(Db.Database, heads is null ? null : await JournalHead.ReadAsync(heads, CancellationToken.None), makesReadModel: true, said, CancellationToken.None));
        return said.ToString();
    }

    async Task FindsAsync(params string[] expected)
    {
        var said = await VerifyAsync(1);
        Assert.All(expected, e => Assert.Contains(e, said, StringComparison.Ordinal));
    }

    Task<int> AlterAsync(string sql) => Db.RunAsync(sql, new { one = Entity(One), two = Entity(Two) });

    [Fact]
    public async Task Finds_nothing_where_nothing_was_touched()
    {
        var said = await VerifyAsync(0);
        Assert.Contains("12 events of 2 entities", said, StringComparison.Ordinal);
        Assert.DoesNotContain("older than links", said, StringComparison.Ordinal);
        Assert.EndsWith("all is well" + Environment.NewLine, said, StringComparison.Ordinal);
    }

    /// <summary>What a node remembers of an entity that has lived elsewhere since is not what comes before its next event.</summary>
    [Fact]
    public async Task Finds_nothing_where_an_entity_has_gone_from_node_to_node_and_one_of_its_events_was_rejected()
    {
        await using var first = await LinkedNode.StartAsync(Db.Database);
        await using var second = await LinkedNode.StartAsync(Db.Database);
        foreach (var node in new[] { first, second, first }) await node.LiveAsync(One, 1);
        await second.FailAsync(Two);
        await second.LiveAsync(Two, 1);
        await ProjectAsync();
        Assert.Contains("16 events of 2 entities", await VerifyAsync(0), StringComparison.Ordinal);
    }

    /// <summary>One letter of a key's hash, with which somebody else could speak for the pooler.</summary>
    [Fact]
    public async Task Finds_a_row_that_was_altered_by_hand()
    {
        var message = await Db.ReadAsync<byte[]>("SELECT message FROM journal WHERE persistence_id = @one AND sequence_number = 3", new { one = Entity(One) });
        message![Array.IndexOf(message, (byte)'y') + 3] ^= 1;
        await Db.RunAsync("UPDATE journal SET message = @message WHERE persistence_id = @one AND sequence_number = 3", new { message, one = Entity(One) });
        await FindsAsync($"difference: {Entity(One)}: event 3 (pooler-key-rotated:1) is not what its link was made of", "differences");
    }

    [Fact]
    public async Task Finds_a_row_that_was_taken_away()
    {
        await AlterAsync("DELETE FROM journal WHERE persistence_id = @one AND sequence_number = 4");
        await FindsAsync($"difference: {Entity(One)}: event 4 is missing");
    }

    [Fact]
    public async Task Finds_the_newest_rows_gone_that_the_read_model_has()
    {
        await AlterAsync("DELETE FROM journal WHERE persistence_id = @two AND sequence_number > 4");
        await FindsAsync($"difference: {Entity(Two)}: the events after 4 are missing: the read model has event 6");
    }

    [Fact]
    public async Task Finds_two_rows_that_were_exchanged()
    {
        await AlterAsync("UPDATE journal SET sequence_number = 100 WHERE persistence_id = @one AND sequence_number = 3");
        await AlterAsync("UPDATE journal SET sequence_number = 3 WHERE persistence_id = @one AND sequence_number = 4");
        await AlterAsync("UPDATE journal SET sequence_number = 4 WHERE persistence_id = @one AND sequence_number = 100");
        await FindsAsync($"difference: {Entity(One)}: event 3 (pooler-key-rotated:1) is not what its link was made of");
    }

    [Fact]
    public async Task Finds_the_event_of_another_entity()
    {
        await AlterAsync("UPDATE journal SET message = (SELECT message FROM journal WHERE persistence_id = @two AND sequence_number = 3) WHERE persistence_id = @one AND sequence_number = 3");
        await FindsAsync($"difference: {Entity(One)}: event 3 (pooler-key-rotated:1) is not what its link was made of");
    }

    [Fact]
    public async Task Finds_an_event_under_another_name_and_one_that_is_hidden()
    {
        await AlterAsync("UPDATE journal SET manifest = 'pooler-reactivated:1' WHERE persistence_id = @one AND sequence_number = 3");
        await Db.RunAsync("UPDATE journal SET deleted = @yes WHERE persistence_id = @two AND sequence_number = 6", new { yes = true, two = Entity(Two) });
        await FindsAsync($"difference: {Entity(One)}: event 3 (pooler-reactivated:1) is not what its link was made of", $"difference: {Entity(Two)}: event 6 is marked as deleted");
    }

    /// <summary>What is added behind has to be made of the one before it.</summary>
    [Fact]
    public async Task Finds_an_event_that_was_added_by_hand()
    {
        await AlterAsync("""
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, manifest, identifier, message)
            SELECT created, deleted, persistence_id, 7, manifest, identifier, message FROM journal WHERE persistence_id = @one AND sequence_number = 6
            """);
        await FindsAsync($"difference: {Entity(One)}: event 7 (pooler-key-rotated:1) is not what its link was made of");
    }

    /// <summary>Who can write to the database and take his time leaves it without a trace, but for what was kept elsewhere.</summary>
    [Fact]
    public async Task Finds_by_heads_that_were_kept_what_the_database_itself_does_not_tell()
    {
        using var folder = new TempFolder();
        var file = new FileInfo(folder["heads"]);
        await using (var written = file.CreateText()) await new JournalReading(Db.Database, written).ExportAsync(headsOnly: true, CancellationToken.None);
        Assert.Contains("2 heads that were kept are compared", await VerifyAsync(0, file), StringComparison.Ordinal);

        await AlterAsync("DELETE FROM journal WHERE persistence_id = @two AND sequence_number > 4");
        await AlterAsync("DELETE FROM journal WHERE persistence_id = @one");
        await ReadModelTables.ResetAsync(Db.Database, CancellationToken.None);
        await ProjectAsync();
        await VerifyAsync(0);
        var said = await VerifyAsync(1, file);
        Assert.Contains($"difference: {Entity(Two)}: the events after 4 are missing: the head that was kept is event 6", said, StringComparison.Ordinal);
        Assert.Contains($"difference: {Entity(One)}: all events are missing: the head that was kept is event 6", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_a_row_of_the_read_model_that_no_event_has_made()
    {
        await Db.RunAsync("UPDATE poolers SET name = 'another pool' WHERE public_key = @key", new { key = $"G{One:N}" });
        await FindsAsync($"difference: read model, table poolers: row {One:D}: name is another pool, the journal makes it a pool");
        await Db.RunAsync("DELETE FROM poolers WHERE public_key = @key", new { key = $"G{One:N}" });
        await FindsAsync($"difference: read model, table poolers: row {One:D} is missing");
    }

    /// <summary>A whole pool's life, of before there were links.</summary>
    [Fact]
    public async Task Says_from_where_on_a_journal_is_linked()
    {
        var writer = new JournalWriter();
        await writer.WriteAsync(Db, Story.Whole);
        await ProjectAsync();
        var said = await VerifyAsync(0);
        Assert.Contains($"{Story.Whole.Count} events are older than links are", said, StringComparison.Ordinal);

        await using (var node = await LinkedNode.StartAsync(Db.Database)) await node.LiveAsync(Story.Pooler, 1);
        await ProjectAsync();
        var before = Story.Whole.OfType<PoolerEvent>().Count();
        Assert.Contains($"{Entity(Story.Pooler)} is linked from event {before + 1} on", await VerifyAsync(0), StringComparison.Ordinal);
        await Db.RunAsync("UPDATE journal SET manifest = 'farmer-left:2' WHERE manifest = 'farmer-left:1'");
        await FindsAsync($"difference: {Entity(Story.Pooler)}: event ", "cannot be read: unknown manifest farmer-left:2");
    }

    [Fact]
    public async Task Names_the_first_event_that_does_not_follow_from_those_before_it()
    {
        var writer = new JournalWriter();
        await writer.WriteAsync(Db, Story.Whole);
        await ProjectAsync();
        await Db.RunAsync(
            "DELETE FROM journal WHERE persistence_id = @id AND sequence_number = 1", new { id = $"farmer-{Story.Farmer(2):N}" });
        await FindsAsync($"difference: farmer-{Story.Farmer(2):N}: event 1 is missing");
    }
}

public sealed class JournalVerifyOnSqliteSpec() : JournalVerifySpec(new EmbeddedDatabases());

[Collection(PostgresCollection.Name)]
public sealed class JournalVerifyOnPostgresSpec(PostgresServer server) : JournalVerifySpec(server);
