using KalePool.Backend.ReadModel;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Farmers;
using KalePool.Domain.Farmers;

namespace KalePool.Backend.Tests.ReadModel;

/// <summary>What the tables answer, page by page, on every database.</summary>
public abstract class QueriesSpec(ITestDatabases databases) : StorageSpec(databases)
{
    const int Blocks = 7;

    static readonly CancellationToken None = CancellationToken.None;

    readonly JournalWriter _journal = new();

    ReadModelReader Reader => new(Db.Database, TestMeters.Queries(TimeProvider.System), TimeProvider.System);

    FarmerHistory History => new(Reader);

    OperatorLists Lists => new(Reader);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await _journal.WriteAsync(Db, [.. Story.Founding, .. Enumerable.Range(0, Blocks).SelectMany(i => Story.Block(Story.FirstBlock + (uint)i)), .. Story.Leaving(Story.FirstBlock + Blocks - 1, Blocks)]);
        await ProjectAsync();
    }

    Task ProjectAsync() => new ReadModelProjection(Db.Database, TimeProvider.System).CatchUpAsync((_, _) => { }, None);

    /// <summary>All pages of so many rows each.</summary>
    static async Task<List<T>> AllAsync<T>(Func<Cursor, Task<Page<T>>> read, int most)
    {
        var (all, cursor) = (new List<T>(), (Cursor?)Cursor.First);
        while (cursor is { } after)
        {
            var page = await read(after);
            Assert.InRange(page.Rows.Count, 0, most);
            all.AddRange(page.Rows);
            cursor = page.Next is null ? null : Cursor.TryParse(page.Next);
        }
        return all;
    }

    async Task<List<StatementLine>> StatementAsync(Guid farmer, int most)
    {
        var (lines, cursor) = (new List<StatementLine>(), (StatementCursor?)StatementCursor.First);
        while (cursor is { } after)
        {
            var page = Assert.IsType<Statement>(await new StatementReader(Reader).ReadAsync(farmer, after, most, None));
            Assert.InRange(page.Lines.Count, 0, most);
            lines.AddRange(page.Lines);
            cursor = page.NextCursor is null ? null : StatementCursor.TryParse(page.NextCursor);
        }
        return lines;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task History_comes_newest_first_and_whole_whatever_the_page(int most)
    {
        var plantings = await AllAsync(after => History.PlantingsAsync(Story.Farmer(1), after, most, None), most);
        Assert.Equal(Enumerable.Range(0, Blocks).Reverse().Select(i => Story.FirstBlock + (uint)i), plantings.Select(p => p.BlockIndex));
        Assert.All(plantings, p => Assert.Equal((1_000L, 30L, "success", Story.At(p.BlockIndex, 4)), (p.StakeAmount, p.XlmFee, p.Status, p.PlantedAt)));

        var works = await AllAsync(after => History.WorksAsync(Story.Farmer(1), after, most, None), most);
        Assert.Equal((Blocks, ulong.MaxValue, "pooler"), (works.Count, works[0].Nonce, works[0].Source));
        var lost = await AllAsync(after => History.WorksAsync(Story.Farmer(2), after, most, None), most);
        Assert.All(lost, w => Assert.Equal(("failed", true, "pooler", null), (w.Status, w.CompensationRequired, w.AttributedTo, w.Zeros)));

        var harvests = await AllAsync(after => History.HarvestsAsync(Story.Farmer(1), after, most, None), most);
        Assert.Equal((2 * Blocks, Blocks * Story.Reward), (harvests.Count, harvests.Sum(h => h.RewardAmount)));
        Assert.Empty(await AllAsync(after => History.HarvestsAsync(Story.Farmer(3), after, most, None), most));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(1, 100)]
    [InlineData(2, 2)]
    [InlineData(3, 100)]
    public async Task A_statements_lines_are_the_balance(int number, int most)
    {
        var farmer = Story.Farmer(number);
        var lines = await StatementAsync(farmer, most);
        var balance = await Db.ReadAsync<long>("SELECT current_balance FROM farmers WHERE id = @farmer", new { farmer });
        Assert.Equal(balance, lines.Sum(l => l.Change));
        Assert.Equal(await Db.ReadAsync<long>("SELECT COALESCE(SUM(amount), 0) FROM balance_movements WHERE farmer_id = @farmer", new { farmer }), balance);
        Assert.Equal(lines.OrderByDescending(l => l.At).Select(l => l.At), lines.Select(l => l.At));
        Assert.Equal(lines.Count, lines.Distinct().Count());
        Assert.Equal(Blocks, lines.Count(l => l.Kind == "block"));
    }

    [Fact]
    public async Task A_statement_shows_what_each_block_cost_beside_what_it_earned()
    {
        var first = await StatementAsync(Story.Farmer(1), 100);
        Assert.All(first.Where(l => l.Kind == "block"), l => Assert.Equal(
            (Story.Reward, 30L + 40 + 70, 1_000L, 1_000L, Story.Reward, BlockOutcome.Harvested, null), (l.Change, l.XlmFee, l.Staked, l.StakeReturned, l.Reward, l.Outcome, l.Error)));
        Assert.Equal(["exit", "payout", "share", "share"], first.Where(l => l.Kind != "block").Select(l => l.Kind).Order());
        Assert.Equal([300L, 200L], first.Where(l => l.Kind is "exit" or "payout").Select(l => l.XlmFee));
        Assert.All(await StatementAsync(Story.Farmer(2), 100), l => Assert.Equal((-400L, BlockOutcome.Lost, "not_worked"), (l.Change, l.Outcome, l.Error)));
        Assert.All(await StatementAsync(Story.Farmer(3), 100), l => Assert.Equal((0L, BlockOutcome.NotPlanted, "insufficient_xlm"), (l.Change, l.Outcome, l.Error)));
    }

    /// <summary>The tables are made by other code than the entities' own state.</summary>
    [Fact]
    public async Task The_tables_say_of_farmers_what_their_own_state_says()
    {
        var journal = new JournalPages(Db.Database);
        foreach (var row in (await Lists.FarmersAsync(null, Cursor.First, 10, None)).Rows)
        {
            var (state, _) = (await journal.StateAsync($"farmer-{row.FarmerId:N}", long.MaxValue, None))!.Value;
            Assert.Equal(
                (state.GetProperty("status").GetString(), state.GetProperty("balance_stroops").GetInt64(), state.GetProperty("owed_share_stroops").GetInt64(), state.GetProperty("stake_percentage").GetDecimal()),
                (row.Status, row.CurrentBalance, row.OwedShare, row.StakePercentage));
        }
    }

    [Fact]
    public async Task Nobody_has_no_statement() => Assert.Null(await new StatementReader(Reader).ReadAsync(Guid.NewGuid(), StatementCursor.First, 10, None));

    [Fact]
    public async Task Operators_see_the_pool()
    {
        var pooler = Assert.Single((await Lists.PoolersAsync(Cursor.First, 10, None)).Rows);
        Assert.Equal((Story.Pooler, "north", 0.05m, 2, true), (pooler.PoolerId, pooler.Name, pooler.RewardShare, pooler.CurrentFarmers, pooler.IsActive));
        Assert.Equal(3, (await AllAsync(after => Lists.FarmersAsync(null, after, 1, None), 1)).Select(f => f.FarmerId).Distinct().Count());
        Assert.Equal(Story.Farmer(1), Assert.Single((await Lists.FarmersAsync("departed", Cursor.First, 10, None)).Rows).FarmerId);
        var blocks = await AllAsync(after => Lists.BlocksAsync(after, 3, None), 3);
        Assert.Equal((Blocks, Story.FirstBlock, "completed", 1_400L), (blocks.Count, blocks[^1].BlockIndex, blocks[^1].Status, blocks[^1].TotalStaked));
        Assert.Empty((await new CompensationLists(Reader).PageAsync(true, Cursor.First, 10, None)).Rows);
        Assert.Empty((await Lists.ActsAsync(true, Cursor.First, 10, None)).Rows);
        Assert.Equal(await Db.ReadAsync<long>("SELECT COUNT(*) FROM acts"), (await AllAsync(after => Lists.ActsAsync(false, after, 4, None), 4)).Select(a => a.Id).Distinct().Count());
    }

    [Fact]
    public async Task Everybody_entitled_sees_a_payout_wallet_that_waits()
    {
        await _journal.WriteAsync(Db, new PayoutChangeRequested(Story.Farmer(2), "GA", Story.Start.AddDays(3), Story.Start), new PayoutChangeRequested(Story.Farmer(2), "GB", Story.Start.AddDays(4), Story.Start));
        await ProjectAsync();
        var waiting = (await Lists.FarmersAsync(null, Cursor.First, 10, None)).Rows.Single(f => f.FarmerId == Story.Farmer(2));
        Assert.Equal(("GPAYOUT2", new WaitingPayoutWallet("GB", Story.Start.AddDays(4))), (waiting.PayoutWallet, waiting.WaitingPayoutWallet));

        await _journal.WriteAsync(Db, new PayoutWalletChanged(Story.Farmer(2), "GB", false, Story.Start.AddDays(4)));
        await ProjectAsync();
        var changed = (await Lists.FarmersAsync(null, Cursor.First, 10, None)).Rows.Single(f => f.FarmerId == Story.Farmer(2));
        Assert.Equal(("GB", null), (changed.PayoutWallet, changed.WaitingPayoutWallet));
    }

    [Fact]
    public async Task A_page_says_how_far_it_is()
    {
        var before = TimeProvider.System.GetUtcNow();
        Assert.True((await Lists.PoolersAsync(Cursor.First, 1, None)).AsOf >= before);
        Assert.Equal(0, await Reader.EventsBehindAsync(None));
        await _journal.WriteAsync(Db, new FarmerPaused(Story.Farmer(2), "operator", Story.Start));
        Assert.True((await Lists.PoolersAsync(Cursor.First, 1, None)).AsOf < before);
        Assert.Equal(1, await Reader.EventsBehindAsync(None));
    }

    [Fact]
    public async Task Shows_an_entity_after_any_of_its_events()
    {
        var journal = new JournalPages(Db.Database);
        var farmer = JournalWriter.EntityOf(new FarmerActivated(Story.Farmer(1), Story.Start));
        var events = await journal.OfEntityAsync(farmer, 0, 1000, None);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(e => e.SequenceNumber));
        foreach (var (at, status) in new[] { (1L, "awaiting_funding"), (3L, "active"), (long.MaxValue, "departed") })
        {
            var (state, number) = (await journal.StateAsync(farmer, at, None))!.Value;
            Assert.Equal((status, Math.Min(at, events.Count)), (state.GetProperty("status").GetString(), number));
        }
        Assert.Null(await journal.StateAsync("farmer-of-nobody", 1, None));
        Assert.NotNull(await journal.StateAsync($"pooler-{Story.Pooler:N}", long.MaxValue, None));
        Assert.NotNull(await journal.StateAsync($"block-{new Domain.Blocks.BlockKey(Story.Pooler, Story.FirstBlock)}", long.MaxValue, None));
        await JournalWriter.WriteForeignAsync(Db, 1);
        var newest = await journal.NewestAsync(long.MaxValue, 5, None);
        Assert.Equal(5, newest.Count);
        Assert.All(newest, e => Assert.True(e.IsOurs));
        Assert.Equal(newest.OrderByDescending(e => e.Ordering), newest);
    }
}

public sealed class QueriesOnSqliteSpec() : QueriesSpec(new EmbeddedDatabases());

[Collection(PostgresCollection.Name)]
public sealed class QueriesOnPostgresSpec(PostgresServer server) : QueriesSpec(server);
