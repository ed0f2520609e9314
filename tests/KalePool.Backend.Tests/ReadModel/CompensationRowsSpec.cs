using KalePool.Backend.ReadModel;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Admin;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Farmers;

namespace KalePool.Backend.Tests.ReadModel;

/// <summary>What farmers are owed as rows: owed, netted, paid; the same again after a rebuild, and nothing of it moves a balance.</summary>
public abstract class CompensationRowsSpec(ITestDatabases databases) : StorageSpec(databases)
{
    const uint First = Story.FirstBlock;
    const uint Second = First + 1;
    const uint Third = First + 2;

    static readonly CancellationToken None = CancellationToken.None;

    ReadModelReader Reader => new(Db.Database, TestMeters.Queries(TimeProvider.System), TimeProvider.System);

    CompensationLists Lists => new(Reader);

    static CompensationDecided Decided(int number, uint block, string owedBy, long amount, long netted) => new(
        Story.Farmer(number), block, owedBy == Attribution.Backend ? "plant_failure" : "work_failure", owedBy, amount, netted, "as it was", Story.At(block, 325 + number));

    /// <summary>The second farmer's pails are never worked, the first one's block is rescued, the third is not planted by the backend.</summary>
    static IEnumerable<IEvent> Owed =>
    [
        .. Story.Founding,
        .. Story.Block(First),
        Decided(2, First, Attribution.Pooler, 400 + Story.Reward, 0),
        .. Story.Block(Second),
        Decided(2, Second, Attribution.Pooler, 500, 0),
        Decided(3, Second, Attribution.Backend, 900, 0),
        .. Story.RescuedBlock(Third),
        Decided(1, Third, Attribution.Pooler, 2_000, 2_000),
        new CompensationDecided(Story.Farmer(3), Third, "work_failure", Attribution.Pooler, 0, 0, "nothing", Story.At(Third, 330)),
    ];

    async Task WriteAsync(params IEnumerable<IEvent> events)
    {
        await _journal.WriteAsync(Db, events);
        await new ReadModelProjection(Db.Database, TimeProvider.System).CatchUpAsync((_, _) => { }, None);
    }

    readonly JournalWriter _journal = new();

    async Task<CompensationRow> RowAsync(int number, uint block) =>
        (await Lists.PageAsync(false, Cursor.First, 100, None)).Rows.Single(r => (r.FarmerId, r.BlockIndex) == (Story.Farmer(number), block));

    [Fact]
    public async Task Whoever_owes_is_listed_with_what_remains_to_whom_and_by_which_memo()
    {
        await WriteAsync(Owed);
        var open = (await Lists.PageAsync(true, Cursor.First, 2, None)).Rows;
        Assert.Equal([(Story.Farmer(3), Second), (Story.Farmer(2), Second)], open.Select(r => (r.FarmerId, r.BlockIndex)));
        var next = Cursor.TryParse((await Lists.PageAsync(true, Cursor.First, 2, None)).Next!)!.Value;
        var owed = Assert.Single((await Lists.PageAsync(true, next, 2, None)).Rows);
        Assert.Equal(
            (Story.Pooler, Story.Farmer(2), First, "work_failure", "pooler", 400 + Story.Reward, 0L, 400 + Story.Reward, false, Story.Wallet(2), null),
            (owed.PoolerId, owed.FarmerId, owed.BlockIndex, owed.CompensationType, owed.OwedBy, owed.Amount, owed.Netted, owed.Remaining, owed.IsPaid, owed.Destination, owed.PaidTxHash));
        Assert.Equal(PaymentMemo.Of(PaymentMemo.Compensation, Story.Farmer(2), First).ToHex(), owed.Memo);
        var netted = await RowAsync(1, Third);
        Assert.Equal((2_000L, 0L, true, null), (netted.Netted, netted.Remaining, netted.IsPaid, netted.PaidTxHash));
        Assert.Equal(3 * Story.Share - 2_000, await Db.ReadAsync<long>("SELECT owed_share FROM farmers WHERE id = @id", new { id = Story.Farmer(1) }));
        // What is nothing is no row.
        Assert.Equal(4, await Db.ReadAsync<long>("SELECT COUNT(*) FROM pooler_compensations"));
        Assert.Equal(0, await Db.ReadAsync<long>("SELECT COUNT(*) FROM farmers f WHERE current_balance <> (SELECT COALESCE(SUM(amount), 0) FROM balance_movements m WHERE m.farmer_id = f.id)"));
    }

    [Fact]
    public async Task What_the_backend_owes_stands_ready_to_be_paid_by_its_account()
    {
        await WriteAsync(Owed);
        Assert.Equal(
            new OwedCompensation(Story.Pooler, Story.Farmer(3), Second, 900, Story.Wallet(3), PaymentMemo.Of(PaymentMemo.Compensation, Story.Farmer(3), Second), default),
            Assert.Single(await Lists.OwedByBackendAsync(10, None)) with { Since = default });
        await WriteAsync(new CompensationPaid(Story.Farmer(3), Second, 900, Story.Wallet(3), "paid", 90, 0, Story.At(Third, 400)));
        Assert.Empty(await Lists.OwedByBackendAsync(10, None));
        Assert.Equal(1, await Db.ReadAsync<long>("SELECT COUNT(*) FROM payouts WHERE kind = 'compensation' AND amount = 900 AND transaction_hash = 'paid' AND status = 'success' AND xlm_fee = 0"));
        Assert.Equal(("paid", 0L, true), ((await RowAsync(3, Second)).PaidTxHash, (await RowAsync(3, Second)).Remaining, (await RowAsync(3, Second)).IsPaid));
        Assert.Equal([(Story.Farmer(2), 500L)], (await Lists.OfPoolerAsync(Story.Pooler, Second, None)).Select(p => (p.Key, p.Value)));
    }

    [Fact]
    public async Task Netted_at_the_exit_paid_as_before_it_and_owed_again_adds_up_and_is_rebuilt_the_same()
    {
        var at = Story.At(Third, 500);
        await WriteAsync([.. Owed, Decided(1, Third + 1, Attribution.Pooler, 5_000, 0), new CompensationNetted(Story.Farmer(1), Third + 1, 700, at)]);
        var (netted, share) = (await RowAsync(1, Third + 1), 3 * Story.Share - 2_000);
        Assert.Equal((700L, 4_300L, false), (netted.Netted, netted.Remaining, netted.IsPaid));
        Assert.Equal(share - 700, await Db.ReadAsync<long>("SELECT owed_share FROM farmers WHERE id = @id", new { id = Story.Farmer(1) }));
        await WriteAsync(new CompensationPaid(Story.Farmer(1), Third + 1, 5_000, Story.Wallet(1), "paid", 90, 700, at));
        var paid = await RowAsync(1, Third + 1);
        Assert.Equal((0L, 0L, true, "paid"), (paid.Netted, paid.Remaining, paid.IsPaid, paid.PaidTxHash));
        Assert.Equal(share, await Db.ReadAsync<long>("SELECT owed_share FROM farmers WHERE id = @id", new { id = Story.Farmer(1) }));
        Assert.Equal(paid, await Lists.FindAsync(paid.Id, None));
        Assert.Null(await Lists.FindAsync(Guid.NewGuid(), None));

        var before = await TableDump.OfAsync(Db);
        await ReadModelTables.ResetAsync(Db.Database, None);
        await new ReadModelProjection(Db.Database, TimeProvider.System).CatchUpAsync((_, _) => { }, None);
        Assert.Equal(before, await TableDump.OfAsync(Db));
    }

    [Fact]
    public async Task A_departed_farmer_is_paid_to_his_payout_wallet_and_netting_it_all_settles_it()
    {
        await WriteAsync([.. Owed, new CompensationNetted(Story.Farmer(2), Second, 500, Story.At(Third, 500)), new FarmerDeparted(Story.Farmer(2), Story.At(Third, 501))]);
        Assert.Equal("GPAYOUT2", (await RowAsync(2, First)).Destination);
        Assert.Equal((true, 0L, null), ((await RowAsync(2, Second)).IsPaid, (await RowAsync(2, Second)).Remaining, (await RowAsync(2, Second)).PaidTxHash));
    }

    [Fact]
    public async Task A_statement_shows_it_beside_the_block_and_its_lines_are_the_balance_all_the_same()
    {
        await WriteAsync(Owed);
        var statement = (await new StatementReader(Reader).ReadAsync(Story.Farmer(2), StatementCursor.First, 100, None))!;
        Assert.Equal([(Second, 500L, 500L), (First, 400 + Story.Reward, 400 + Story.Reward)], statement.Lines.Select(l => (l.BlockIndex!.Value, l.Compensation!.Value, l.CompensationOpen!.Value)));
        Assert.Equal(statement.CurrentBalance, statement.Lines.Sum(l => l.Change));
        var first = (await new StatementReader(Reader).ReadAsync(Story.Farmer(1), StatementCursor.First, 100, None))!;
        Assert.Equal([(2_000L, 0L), (null, null), (null, null)], first.Lines.Select(l => (l.Compensation, l.CompensationOpen)));
    }
}

public sealed class CompensationRowsOnSqliteSpec() : CompensationRowsSpec(new EmbeddedDatabases());

[Collection(PostgresCollection.Name)]
public sealed class CompensationRowsOnPostgresSpec(PostgresServer server) : CompensationRowsSpec(server);
