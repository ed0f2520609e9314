using System.Data.Common;
using Dapper;
using KalePool.Backend.Ops;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;

namespace KalePool.Backend.Tests.ReadModel;

public abstract class ReadModelProjectionSpec(ITestDatabases databases) : StorageSpec(databases)
{
    static readonly DateTimeOffset Now = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    ReadModelProjection Projection => _projection ??= MakeProjection();

    ReadModelProjection? _projection;

    protected ReadModelProjection MakeProjection() => new(Db.Database, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now));

    protected async Task CatchUpAsync(ReadModelProjection? projection = null)
    {
        while (await (projection ?? Projection).StepAsync(CancellationToken.None))
        {
        }
    }

    protected Task<long> CountAsync(string table, string where = "1 = 1") => Db.ReadAsync<long>($"SELECT COUNT(*) FROM {table} WHERE {where}");

    [Fact]
    public async Task Fills_every_table_from_the_journal()
    {
        await new JournalWriter().WriteAsync(Db, Story.Whole);
        await CatchUpAsync();

        Assert.Equal(1, await CountAsync("poolers", "current_farmers = 2"));
        Assert.Equal(1, await CountAsync("farmers", "status = 'departed' AND current_balance = 0"));
        Assert.Equal(1, await CountAsync("farmers", "status = 'active' AND current_balance = -800 AND stake_percentage = '0.25'"));
        Assert.Equal(1, await CountAsync("farmers", "paused_by = 'operator'"));
        Assert.Equal((4, 2), (await CountAsync("plantings", "status = 'success'"), await CountAsync("plantings", "status = 'failed' AND error_code = 'insufficient_xlm' AND attributed_to = 'farmer'")));
        Assert.Equal(2, await CountAsync("works", "status = 'success' AND CAST(nonce AS TEXT) LIKE '18446744073709551615%' AND zeros = 6 AND gap = 15 AND source = 'pooler' AND transaction_hash = 'work-hash'"));
        Assert.Equal(2, await CountAsync("works", "status = 'failed' AND compensation_required AND attributed_to = 'pooler'"));
        Assert.Equal((2, 2), (await CountAsync("harvests", "status = 'success'"), await CountAsync("harvests", "status = 'failed' AND xlm_fee = 40")));
        Assert.Equal(2, await CountAsync("block_operations", "status = 'completed' AND successful_plants = 2 AND successful_works = 1 AND successful_harvests = 1 AND total_staked = 1400 AND max_gap = 20"));
        Assert.Equal(0, await CountAsync("block_operations", "plant_completed_at IS NULL OR work_completed_at IS NULL OR harvest_completed_at IS NULL"));
        Assert.Equal(0, await CountAsync("acts", "settled_at IS NULL OR status = 'submitted'"));
        Assert.Equal(1, await CountAsync("payouts", "kind = 'exit' AND status = 'success' AND xlm_fee = 300"));
        Assert.Equal(2, await CountAsync("payouts", "kind = 'pooler_share' AND status = 'success' AND xlm_fee = 0 AND destination = 'GPOOLER'"));
        Assert.Equal(1, await CountAsync("farmers", "payout_threshold = 10 AND owed_share = 0"));
        Assert.Equal(0, await Db.ReadAsync<long>("SELECT COUNT(*) FROM farmers f WHERE current_balance <> (SELECT COALESCE(SUM(amount), 0) FROM balance_movements m WHERE m.farmer_id = f.id)"));
    }

    [Fact]
    public async Task Rows_are_the_same_whatever_the_batches_and_however_often_it_starts_anew()
    {
        var events = Story.Whole;
        var writer = new JournalWriter();
        foreach (var e in events)
        {
            await writer.WriteAsync(Db, e);
            await CatchUpAsync(MakeProjection());
        }
        var one = await TableDump.OfAsync(Db);

        await ReadModelTables.ResetAsync(Db.Database, CancellationToken.None);
        Assert.Empty(await TableDump.OfAsync(Db));
        await CatchUpAsync();
        Assert.Equal(one, await TableDump.OfAsync(Db));
        Assert.NotEmpty(one);
    }

    [Fact]
    public async Task A_rebuild_that_is_interrupted_goes_on_where_it_was()
    {
        var writer = new JournalWriter();
        await writer.WriteAsync(Db, [.. Story.Founding, .. Enumerable.Range(0, 30).SelectMany(i => Story.Block(Story.FirstBlock + (uint)i))]);
        await CatchUpAsync();
        var before = await TableDump.OfAsync(Db);

        await ReadModelTables.ResetAsync(Db.Database, CancellationToken.None);
        Assert.True(await MakeProjection().StepAsync(CancellationToken.None));
        Assert.NotEqual(before.Count, (await TableDump.OfAsync(Db)).Count);
        // The process ends here; the next one finds what has been committed.
        await CatchUpAsync(MakeProjection());
        Assert.Equal(before, await TableDump.OfAsync(Db));
    }

    [Fact]
    public async Task A_work_that_was_handed_over_is_the_backend_s_with_its_hash_and_what_it_cost()
    {
        await new JournalWriter().WriteAsync(Db, [.. Story.Founding, .. Story.HandedBlock(Story.FirstBlock)]);
        await CatchUpAsync();
        Assert.Equal(1, await CountAsync("works", "status = 'success' AND source = 'backend' AND NOT compensation_required AND xlm_fee = 55 AND transaction_hash = 'work-100-1' AND CAST(nonce AS bigint) = 99 AND hash = '000fff'"));
        Assert.Equal(1, await CountAsync("works", "status = 'failed' AND source = 'backend' AND xlm_fee = 44"));
        Assert.Equal(2, await CountAsync("acts", "kind = 'work'"));
    }

    [Fact]
    public async Task A_rescue_is_told_from_the_poolers_work_and_costs_the_farmer()
    {
        await new JournalWriter().WriteAsync(Db, [.. Story.Founding, .. Story.RescuedBlock(Story.FirstBlock)]);
        await CatchUpAsync();
        Assert.Equal(1, await CountAsync("works", "status = 'success' AND source = 'rescue' AND compensation_required AND xlm_fee = 55 AND transaction_hash = 'rescue-100-1' AND nonce IS NULL"));
        Assert.Equal(1, await CountAsync("works", "status = 'failed' AND source = 'rescue' AND xlm_fee = 44"));
        var before = await TableDump.OfAsync(Db);
        await ReadModelTables.ResetAsync(Db.Database, CancellationToken.None);
        await CatchUpAsync();
        Assert.Equal(before, await TableDump.OfAsync(Db));
    }

    [Fact]
    public async Task The_command_rebuilds_to_the_same_rows()
    {
        await new JournalWriter().WriteAsync(Db, Story.Whole);
        await CatchUpAsync();
        var before = await TableDump.OfAsync(Db);
        // What no event says is gone after a rebuild.
        await Db.RunAsync("UPDATE farmers SET status = 'active', stake_percentage = 1");
        await Db.RunAsync("DELETE FROM acts");

        var output = new StringWriter();
        await Rebuild.RunAsync(Db.Database, TimeProvider.System, output, CancellationToken.None);
        Assert.Equal(before, await TableDump.OfAsync(Db));
        Assert.Contains("100 %", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await Db.ReadAsync<long>("SELECT generation FROM projection"));
        Assert.Equal(0, await CountAsync("projection", "is_resetting"));
    }

    [Fact]
    public async Task A_projection_that_runs_while_the_tables_are_emptied_fills_them_again()
    {
        await new JournalWriter().WriteAsync(Db, Story.Whole);
        await CatchUpAsync();
        var before = await TableDump.OfAsync(Db);
        await ReadModelTables.ResetAsync(Db.Database, CancellationToken.None);
        await CatchUpAsync();
        Assert.Equal(before, await TableDump.OfAsync(Db));

        await ReadModelTables.ResetAsync(Db.Database, CancellationToken.None);
        await new JournalWriter().WriteAsync(Db, new PoolerCreated(Guid.NewGuid(), "south", "GSOUTH", "other-key", 0, 1, Story.Start));
        await CatchUpAsync();
        Assert.Equal(before.Count + 1, (await TableDump.OfAsync(Db)).Count);
        Assert.Empty(before.Except(await TableDump.OfAsync(Db)));
    }

    [Fact]
    public async Task Two_projections_side_by_side_apply_each_event_once()
    {
        await new JournalWriter().WriteAsync(Db, [.. Story.Founding, .. Enumerable.Range(0, 30).SelectMany(i => Story.Block(Story.FirstBlock + (uint)i))]);
        await Task.WhenAll(Task.Run(() => RunAsync(MakeProjection())), Task.Run(() => RunAsync(MakeProjection())));
        Assert.Equal(60, await CountAsync("plantings", "status = 'success'"));
        Assert.Equal(30 * Story.Reward, await Db.ReadAsync<long>("SELECT current_balance FROM farmers WHERE custodial_public_key = 'GCUSTODIAL1'"));

        async Task RunAsync(ReadModelProjection projection) => await projection.CatchUpAsync((_, _) => { }, CancellationToken.None);
    }

    [Fact]
    public async Task Passes_over_what_sharding_keeps_in_the_journal()
    {
        await JournalWriter.WriteForeignAsync(Db, 1);
        var writer = new JournalWriter();
        await writer.WriteAsync(Db, Story.Founding);
        await JournalWriter.WriteForeignAsync(Db, 2);
        await CatchUpAsync();
        Assert.Equal(3, await CountAsync("farmers"));
        Assert.Equal(await Db.ReadAsync<long>("SELECT MAX(ordering) FROM journal"), await Db.ReadAsync<long>("SELECT position FROM projection"));
    }

    [Fact]
    public async Task Repairs_what_was_passed_over_from_the_entitys_own_journal()
    {
        var writer = new JournalWriter();
        await writer.WriteAsync(Db, Story.Founding);
        await CatchUpAsync();
        await writer.WriteAsync(Db, Story.Block(Story.FirstBlock));
        // As if a reader had given up on rows that were committed late.
        await Db.RunAsync("UPDATE projection SET position = (SELECT MAX(ordering) FROM journal)");
        await writer.WriteAsync(Db, Story.Block(Story.FirstBlock + 1));
        await writer.WriteAsync(Db, Story.Leaving(Story.FirstBlock + 1, 2));
        await CatchUpAsync(MakeProjection());

        Assert.Equal(4, await CountAsync("plantings", "status = 'success'"));
        Assert.Equal(0, await Db.ReadAsync<long>("SELECT current_balance FROM farmers WHERE custodial_public_key = 'GCUSTODIAL1'"));
    }

    [Fact]
    public async Task Stands_still_rather_than_leave_an_event_out()
    {
        var writer = new JournalWriter();
        await writer.WriteAsync(Db, Story.Founding);
        await CatchUpAsync();
        var before = await TableDump.OfAsync(Db);
        writer.Prepare(new StakeChanged(Story.Farmer(1), 0.1m, Story.Start));
        await writer.WriteAsync(Db, new StakeChanged(Story.Farmer(2), 0.1m, Story.Start), new StakeChanged(Story.Farmer(1), 0.2m, Story.Start));

        var refusal = await Assert.ThrowsAsync<ProjectionException>(() => CatchUpAsync());
        Assert.Contains("event 6 of farmer-", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await TableDump.OfAsync(Db));
    }

    [Fact]
    public async Task Stands_still_at_an_event_of_a_newer_version()
    {
        await new JournalWriter().WriteAsync(Db, Story.Founding);
        await Db.RunAsync("UPDATE journal SET manifest = 'farmer-seated:9' WHERE ordering = (SELECT MAX(ordering) FROM journal)");
        var refusal = await Assert.ThrowsAsync<ProjectionException>(() => CatchUpAsync());
        Assert.Contains("farmer-seated:9", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await TableDump.OfAsync(Db));
    }

    [Theory]
    [InlineData("plantings")]
    [InlineData("works")]
    [InlineData("harvests")]
    [InlineData("balance_movements")]
    public async Task History_cannot_be_changed(string table)
    {
        await new JournalWriter().WriteAsync(Db, Story.Whole);
        await CatchUpAsync();
        var before = await TableDump.OfAsync(Db);
        foreach (var sql in new[] { $"UPDATE {table} SET transaction_hash = 'x'", $"DELETE FROM {table}", Db.Database.Empty(table) })
        {
            var refusal = await Assert.ThrowsAnyAsync<DbException>(() => Db.RunAsync(sql));
            Assert.Contains($"{table} only grows", refusal.Message, StringComparison.Ordinal);
        }
        Assert.Equal(before, await TableDump.OfAsync(Db));
    }

    [Theory]
    [InlineData("plantings")]
    [InlineData("works")]
    [InlineData("harvests")]
    public async Task A_farmer_has_one_success_a_block(string table)
    {
        await new JournalWriter().WriteAsync(Db, Story.Whole);
        await CatchUpAsync();
        await using var connection = await Db.Database.OpenAsync(CancellationToken.None);
        var columns = (await connection.ExecuteReaderAsync($"SELECT * FROM {table} WHERE 1 = 0")).GetColumnSchema().Select(c => c.ColumnName).Where(c => c != "id").ToList();
        var copy = $"INSERT INTO {table} (id, {string.Join(", ", columns)}) SELECT @id, {string.Join(", ", columns)} FROM {table} WHERE status = 'success' LIMIT 1";
        await Assert.ThrowsAnyAsync<DbException>(() => Db.RunAsync(copy, new { id = Guid.NewGuid() }));
    }

    [Fact]
    public async Task Balances_and_counts_do_not_depend_on_which_row_comes_first()
    {
        var (pooler, farmer) = (Guid.NewGuid(), Guid.NewGuid());
        await Db.RunAsync("INSERT INTO balance_movements (id, farmer_id, kind, amount, created_at) VALUES (@id, @farmer, 'deposit', 7, @at)", new { id = Guid.NewGuid(), farmer, at = Now });
        await Db.RunAsync(
            "INSERT INTO farmers (id, custodial_public_key, pooler_id, payout_wallet_address, stake_percentage, is_funded, status, created_at) VALUES (@farmer, 'G', @pooler, 'P', 0, TRUE, 'active', @at)",
            new { farmer, pooler, at = Now });
        await Db.RunAsync(
            "INSERT INTO poolers (id, name, public_key, api_key_hash, reward_share, max_farmers, is_active, created_at) VALUES (@pooler, 'n', 'K', 'H', 0, 1, TRUE, @at)", new { pooler, at = Now });
        Assert.Equal((7L, 1L), (await Db.ReadAsync<long>("SELECT current_balance FROM farmers"), await Db.ReadAsync<long>("SELECT current_farmers FROM poolers")));

        await Db.RunAsync("INSERT INTO balance_movements (id, farmer_id, kind, amount, created_at) VALUES (@id, @farmer, 'stake', -9, @at)", new { id = Guid.NewGuid(), farmer, at = Now });
        await Db.RunAsync("UPDATE farmers SET status = 'leaving'");
        Assert.Equal((-2L, 0L), (await Db.ReadAsync<long>("SELECT current_balance FROM farmers"), await Db.ReadAsync<long>("SELECT current_farmers FROM poolers")));
    }
}

public sealed class ReadModelProjectionOnSqliteSpec() : ReadModelProjectionSpec(new EmbeddedDatabases());

[Collection(PostgresCollection.Name)]
public sealed class ReadModelProjectionOnPostgresSpec(PostgresServer server) : ReadModelProjectionSpec(server)
{
    /// <summary>A transaction has taken its numbers, others commit higher ones, then it commits: in the order of commits the journal is not in its own.</summary>
    [Fact]
    public async Task Waits_for_rows_that_are_committed_late_and_rebuilds_to_the_same()
    {
        var writer = new JournalWriter();
        var projection = MakeProjection();
        await writer.WriteAsync(Db, Story.Founding);
        await CatchUpAsync(projection);
        var position = await Db.ReadAsync<long>("SELECT position FROM projection");

        await using (var slow = await Db.Database.OpenAsync(CancellationToken.None))
        {
            await using var transaction = await slow.BeginTransactionAsync();
            await writer.Prepare(new FarmerPaused(Story.Farmer(3), "operator", Story.Start))(slow);
            await writer.WriteAsync(Db, Story.Block(Story.FirstBlock));
            await CatchUpAsync(projection);
            Assert.Equal(position, await Db.ReadAsync<long>("SELECT position FROM projection"));
            await transaction.CommitAsync();
        }
        await writer.WriteAsync(Db, new FarmerResumed(Story.Farmer(3), Story.Start));
        await CatchUpAsync(projection);
        var live = await TableDump.OfAsync(Db);
        Assert.Equal(2, await CountAsync("plantings", "status = 'success'"));
        Assert.Equal(1, await CountAsync("farmers", "id = '" + Story.Farmer(3) + "' AND paused_by IS NULL"));

        await ReadModelTables.ResetAsync(Db.Database, CancellationToken.None);
        await CatchUpAsync(MakeProjection());
        Assert.Equal(live, await TableDump.OfAsync(Db));
    }

    [Fact]
    public async Task Goes_past_numbers_of_transactions_that_were_rolled_back_although_others_keep_writing()
    {
        var writer = new JournalWriter();
        var projection = MakeProjection();
        await using var busy = await Db.Database.OpenAsync(CancellationToken.None);
        await using (var undone = await Db.Database.OpenAsync(CancellationToken.None))
        {
            await using var transaction = await undone.BeginTransactionAsync();
            await new JournalWriter().Prepare(new KeyExported(Guid.NewGuid(), Story.Start))(undone);
            await writer.WriteAsync(Db, Story.Founding);
            await CatchUpAsync(projection);
            Assert.Equal(0, await CountAsync("farmers"));
            await transaction.RollbackAsync();
        }
        await using var another = await busy.BeginTransactionAsync();
        await new JournalWriter().Prepare(new KeyExported(Guid.NewGuid(), Story.Start))(busy);
        await CatchUpAsync(projection);
        Assert.Equal(3, await CountAsync("farmers"));
    }
}
