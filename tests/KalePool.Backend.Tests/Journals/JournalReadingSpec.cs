using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using KalePool.Backend.Custody;
using KalePool.Backend.Journals;
using KalePool.Backend.Ops.Journal;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Backend.Tests.ReadModel;

namespace KalePool.Backend.Tests.Journals;

/// <summary>What the journal's commands show, of a small pool's life.</summary>
public abstract class JournalReadingSpec(ITestDatabases databases) : StorageSpec(databases)
{
    static readonly string Farmer = $"farmer-{Story.Farmer(1):N}";

    readonly ITestDatabases _databases = databases;
    string _wallet = "";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await new JournalWriter().WriteAsync(Db, Story.Whole);
        await JournalWriter.WriteForeignAsync(Db, 1);
        _wallet = await new WalletKeys(Db.Database, new MasterKeys(new MasterKey(new byte[MasterKey.Bytes])), TimeProvider.System).CreateAsync(Story.Farmer(1), CancellationToken.None);
    }

    async Task<IReadOnlyList<string>> SaidAsync(Func<JournalReading, Task> read)
    {
        var said = new StringWriter();
        await read(new JournalReading(Db.Database, said));
        return said.ToString().Split(Environment.NewLine)[..^1];
    }

    [Fact]
    public async Task Lists_every_entity_with_its_first_and_last_event()
    {
        var lines = await SaidAsync(r => r.ListAsync(null, false, CancellationToken.None));
        Assert.Equal("6 entities", lines[^1]);
        Assert.Contains(lines, l => l.EndsWith($"events  2026-01-02 03:04:05Z  2026-01-02 03:15:50Z  {Farmer}", StringComparison.Ordinal));
        Assert.Equal(["2 entities"], (await SaidAsync(r => r.ListAsync("block", false, CancellationToken.None))).Skip(2));
        var json = (await SaidAsync(r => r.ListAsync("pooler", true, CancellationToken.None))).Select(l => JsonNode.Parse(l)!).ToList();
        Assert.Equal($"pooler-{Story.Pooler:N}", (string?)Assert.Single(json)["persistence_id"]);
    }

    [Fact]
    public async Task Shows_an_event_a_line_with_time_words_amounts_and_transactions()
    {
        var lines = await SaidAsync(r => r.ShowAsync(Farmer, 1, long.MaxValue, false, CancellationToken.None));
        Assert.Equal(Farmer, lines[0]);
        Assert.Equal(
            "     1  2026-01-02 03:04:05Z  farmer registered: pooler id 0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4000, custodial wallet GCUSTODIAL1, payout wallet GPAYOUT1, stake percentage 0.5", lines[1]);
        Assert.Contains("     5  2026-01-02 03:04:07Z  plant submitted: block 100, stake 0.0001000 KALE, transaction plant-100-1", lines);
        Assert.StartsWith("     6  2026-01-02 03:04:09Z  plant settled: block 100, result Success, stake 0.0001000 KALE, ledger 50, fee 0.0000030 XLM, transaction plant-100-1, ", lines[6], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.Contains("payout settled: number 1, result Success, payment (payout wallet GPAYOUT1, kale 0.5000000 KALE, share wallet GPOOLER, share 0.0250000 KALE", StringComparison.Ordinal));
        Assert.Equal(2, (await SaidAsync(r => r.ShowAsync(Farmer, 6, 6, false, CancellationToken.None))).Count);
    }

    [Fact]
    public async Task Shows_the_rows_of_a_block_below_their_event()
    {
        var lines = await SaidAsync(r => r.ShowAsync($"block-{Story.Pooler:N}-100", 1, long.MaxValue, false, CancellationToken.None));
        var plants = lines.ToList().FindIndex(l => l.EndsWith("plants recorded: 3 rows", StringComparison.Ordinal));
        Assert.Equal($"farmer id {Story.Farmer(1):D}, stake 0.0001000 KALE, transaction plant-100-1", lines[plants + 1].Trim());
        Assert.EndsWith("stake 0.0000000 KALE, failed: insufficient_xlm (=1+1 XLM of 2; farmer)", lines[plants + 3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_an_entity_by_its_id_and_by_its_wallet()
    {
        foreach (var name in new[] { Farmer, Story.Farmer(1).ToString("D"), Story.Farmer(1).ToString("N"), _wallet }) Assert.Equal(Farmer, (await SaidAsync(r => r.ShowAsync(name, 1, 1, false, CancellationToken.None)))[0]);
        Assert.Equal($"pooler-{Story.Pooler:N}", (await SaidAsync(r => r.ShowAsync(Story.Pooler.ToString("D"), 1, 1, false, CancellationToken.None)))[0]);
        foreach (var unknown in new[] { "farmer-x", Guid.NewGuid().ToString(), "G" + new string('A', 55) })
            Assert.Contains("has no entity", (await Assert.ThrowsAsync<StorageException>(() => SaidAsync(r => r.ShowAsync(unknown, 1, 1, false, CancellationToken.None)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_the_state_after_any_event()
    {
        var before = JsonNode.Parse(string.Concat(await SaidAsync(r => r.StateAsync(Farmer, 5, CancellationToken.None))))!;
        var after = JsonNode.Parse(string.Concat(await SaidAsync(r => r.StateAsync(Farmer, 6, CancellationToken.None))))!;
        Assert.Equal((0L, -1_000L), ((long)before["balance_stroops"]!, (long)after["balance_stroops"]!));
        Assert.Equal("departed", (string?)JsonNode.Parse(string.Concat(await SaidAsync(r => r.StateAsync(Farmer, null, CancellationToken.None))))!["status"]);
        var beyond = await Assert.ThrowsAsync<StorageException>(() => SaidAsync(r => r.StateAsync(Farmer, 1_000, CancellationToken.None)));
        Assert.Contains("has no event 1000", beyond.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exports_every_event_and_every_head_as_lines_of_JSON()
    {
        var lines = (await SaidAsync(r => r.ExportAsync(false, CancellationToken.None))).Select(l => JsonNode.Parse(l)!).ToList();
        Assert.Equal(Story.Whole.Count, lines.Count(l => l["head"] is null));
        var heads = await SaidAsync(r => r.ExportAsync(true, CancellationToken.None));
        Assert.Equal(heads, lines.Where(l => l["head"] is not null).Select(l => l.ToJsonString()));
        Assert.Equal(6, heads.Count);
        Assert.Equal("plant-100-1", (string?)lines.First(l => (string?)l["manifest"] == "plant-settled:1" && (string?)l["persistence_id"] == Farmer)["data"]!["transaction_hash"]);
    }

    [Fact]
    public async Task Follows_what_is_written_while_it_looks()
    {
        await using var said = new Lines();
        using var enough = new CancellationTokenSource();
        var following = new JournalReading(Db.Database, said).TailAsync(1, true, true, enough.Token);
        await using (var node = await LinkedNode.StartAsync(Db.Database)) await node.LiveAsync(Guid.NewGuid(), 1);
        await Poll.UntilAsync(() => said.Written.Count == 3, "the two new events");
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        var events = said.Written.Select(l => JsonNode.Parse(l)!).ToList();
        Assert.Equal(["key-exported:1", "pooler-created:1", "pooler-key-rotated:1"], events.Select(e => (string?)e["manifest"]));
        Assert.NotNull(events[2]["link"]);
    }

    /// <summary>Which another thread may look at.</summary>
    sealed class Lines : StringWriter
    {
        public ConcurrentQueue<string> Written { get; } = new();

        public override Task WriteLineAsync(string? value)
        {
            Written.Enqueue(value ?? "");
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Says_of_a_database_that_has_no_journal_that_it_has_none()
    {
        await using var empty = await _databases.MakeAsync();
        Assert.Contains("cannot be read", (await Assert.ThrowsAsync<StorageException>(() => new JournalReading(empty.Database, TextWriter.Null).ListAsync(null, false, CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0.0000000")]
    [InlineData(1, "0.0000001")]
    [InlineData(-12_345_678, "-1.2345678")]
    [InlineData(long.MinValue, "-922337203685.4775808")]
    [InlineData(long.MaxValue, "922337203685.4775807")]
    public void Writes_amounts_with_all_decimals(long stroops, string expected) => Assert.Equal(expected, EventText.Amount(stroops));

    [Fact]
    public void Lets_no_text_of_others_move_the_cursor()
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new { name = "a\u001b[2Jpool\n", at = "2026-01-02T03:04:05Z" });
        Assert.DoesNotContain(EventText.Of(new JournalRecord(1, "pooler-a", 1, "pooler-created:1", 4201, false, payload, null)), char.IsControl);
    }
}

public sealed class JournalReadingOnSqliteSpec() : JournalReadingSpec(new EmbeddedDatabases());

[Collection(PostgresCollection.Name)]
public sealed class JournalReadingOnPostgresSpec(PostgresServer server) : JournalReadingSpec(server);
