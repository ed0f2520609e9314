using KalePool.Backend.Ops;
using KalePool.Backend.Ops.Alerts;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Backend.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Ops.Alerts;

/// <summary>What the read model's rows raise.</summary>
public sealed class PoolFiguresSpec : IAsyncLifetime
{
    static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    static readonly Guid Pooler = new("0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4053");

    readonly FakeTimeProvider _time = new(Now);
    TestDatabase _db = null!;
    AlertBoard _board = null!;
    PoolFigures _figures = null!;
    ReadModelReader _reader = null!;

    public async Task InitializeAsync()
    {
        _db = await TestDatabase.MakeAsync();
        _board = new AlertBoard(_time, NullLogger<AlertBoard>.Instance);
        _reader = new ReadModelReader(_db.Database, TestMeters.Queries(_time), _time);
        _figures = new PoolFigures(_board, _reader, _time);
    }

    public async Task DisposeAsync() => await _db.DisposeAsync();

    async Task<IEnumerable<string>> LookAsync(uint? farmIndex = null)
    {
        await _figures.LookAsync(farmIndex, CancellationToken.None);
        return _board.Standing.Select(a => a.Code);
    }

    Task<int> ActAsync(string status, int minutesAgo = 1, string kind = "plant") => _db.RunAsync(
        "INSERT INTO acts (id, kind, entity, transaction_hash, status, opened_at) VALUES (@id, @kind, 'farmer-1', 'h', @status, @at)",
        new { id = Guid.NewGuid(), kind, status, at = Now.AddMinutes(-minutesAgo) });

    Task<int> BlockAsync(uint index) => _db.RunAsync(
        "INSERT INTO block_operations (id, block_index, pooler_id, plant_requested_at, total_farmers, status) VALUES (@id, @index, @Pooler, @Now, 1, 'active')",
        new { id = Guid.NewGuid(), index = (long)index, Pooler, Now });

    [Fact]
    public async Task A_pool_in_which_nothing_has_happened_raises_nothing() => Assert.Empty(await LookAsync(100));

    [Fact]
    public async Task Calls_that_fail_more_than_one_in_twenty_are_told_of_until_they_are_an_hour_old()
    {
        for (var i = 0; i < 38; i++) await ActAsync("success");
        for (var i = 0; i < 2; i++) await ActAsync("failed");
        await ActAsync("failed", minutesAgo: 61);
        await ActAsync("failed", kind: "payout");
        Assert.Empty(await LookAsync());
        await ActAsync("failed");
        Assert.Equal([AlertCode.CallsFail], await LookAsync());
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Empty(await LookAsync());
    }

    [Fact]
    public async Task A_few_calls_say_nothing()
    {
        await ActAsync("failed");
        Assert.Empty(await LookAsync());
    }

    [Fact]
    public async Task Pails_that_had_to_be_kept_alive_are_told_of_for_a_day()
    {
        await ActAsync("success", minutesAgo: 60, kind: "extension");
        Assert.Equal([AlertCode.PailsKeptAlive], await LookAsync());
        _time.Advance(TimeSpan.FromHours(23));
        Assert.Empty(await LookAsync());
    }

    [Fact]
    public async Task An_open_compensation_and_an_unknown_outcome_are_told_of()
    {
        await ActAsync("unknown_outcome");
        await _db.RunAsync(
            """
            INSERT INTO pooler_compensations (id, pooler_id, farmer_id, block_index, compensation_type, owed_by, amount, reason, is_paid, created_at)
            VALUES (@id, @Pooler, @id, 1, 'work_failure', 'pooler', 5, 'why', @no, @Now)
            """,
            new { id = Guid.NewGuid(), Pooler, Now, no = false });
        Assert.Equal([AlertCode.CompensationOpen, AlertCode.OutcomeUnknown], (await LookAsync()).Order());
        await _db.RunAsync("UPDATE pooler_compensations SET is_paid = @yes", new { yes = true });
        Assert.Equal([AlertCode.OutcomeUnknown], await LookAsync());
    }

    [Fact]
    public async Task A_pooler_with_farmers_who_lets_a_block_pass_is_told_of_until_he_is_back()
    {
        await _db.RunAsync(
            "INSERT INTO poolers (id, name, public_key, api_key_hash, reward_share, max_farmers, is_active, created_at) VALUES (@Pooler, 'north', 'G', 'h', @share, 1, @yes, @Now)",
            new { Pooler, share = 0m, yes = true, Now });
        await _db.RunAsync("UPDATE poolers SET current_farmers = 1");
        Assert.Empty(await LookAsync(100));
        await BlockAsync(100);
        Assert.Empty(await LookAsync(101));
        Assert.Equal([AlertCode.BlockMissed], await LookAsync(102));
        Assert.Equal($"{Pooler:D}", _board.Standing[0].Subject);
        await BlockAsync(102);
        Assert.Empty(await LookAsync(103));
    }

    [Fact]
    public async Task What_was_promised_is_counted_over_a_day_of_blocks_and_told_of_where_it_is_not_kept()
    {
        await _db.RunAsync(
            "INSERT INTO poolers (id, name, public_key, api_key_hash, reward_share, max_farmers, is_active, created_at) VALUES (@Pooler, 'north', 'G', 'h', @share, 1, @yes, @Now)",
            new { Pooler, share = 0m, yes = true, Now });
        await _db.RunAsync("UPDATE poolers SET current_farmers = 1");
        // The first is older than a day; of the 288 since, three were missed, and the newest is still open.
        foreach (var index in Enumerable.Range(700, 290).Where(i => i is 700 or > 704)) await BlockAsync((uint)index);
        for (var i = 0; i < 100; i++) await PlantAsync(800 + (uint)i, i < 97 ? "success" : "failed", i == 99 ? "farmer" : "backend");
        for (var i = 0; i < 100; i++) await StepAsync("works", "worked_at", 800 + (uint)i, i < 89 ? "pooler" : "rescue");
        for (var i = 0; i < 100; i++) await StepAsync("harvests", "harvested_at", 800 + (uint)i, null);
        using var figures = new SuccessFigures(TestMeters.Factory);
        await new SuccessWatch(_board, _reader, figures).LookAsync(990, CancellationToken.None);
        Assert.Equal([new("blocks", 285, 288), new("plants", 97, 99), new("works", 89, 100), new SuccessFigure("harvests", 100, 100)], figures.Figures);
        Assert.Equal(["plants", "works"], _board.Standing.Where(a => a.Code == AlertCode.SuccessLow).Select(a => a.Subject).Order());
    }

    Task<int> PlantAsync(uint index, string status, string attributedTo) => _db.RunAsync(
        "INSERT INTO plantings (id, block_index, farmer_id, pooler_id, custodial_wallet, stake_amount, status, attributed_to, xlm_fee, planted_at) VALUES (@id, @index, @id, @Pooler, 'G', 0, @status, @by, 0, @Now)",
        new { id = Guid.NewGuid(), index = (long)index, Pooler, status, by = status == "failed" ? attributedTo : null, Now });

    Task<int> StepAsync(string table, string at, uint index, string? source) => _db.RunAsync(
        $"""
        INSERT INTO {table} (id, block_index, farmer_id, pooler_id, custodial_wallet, {(table == "works" ? "compensation_required" : "reward_amount, stake_returned")}, status, source, xlm_fee, {at})
        VALUES (@id, @index, @id, @Pooler, 'G', {(table == "works" ? "@no" : "0, 0")}, 'success', @source, 0, @Now)
        """,
        new { id = Guid.NewGuid(), index = (long)index, Pooler, source, no = false, Now });
}
