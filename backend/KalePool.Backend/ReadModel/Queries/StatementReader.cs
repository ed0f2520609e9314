using System.Globalization;
using KalePool.Contracts.Farmers;

namespace KalePool.Backend.ReadModel.Queries;

/// <summary>What a farmer's blocks cost and earned, and his other movements, in one list.</summary>
public sealed class StatementReader(ReadModelReader reader)
{
    /// <summary>Of a block's own acts; every other movement is a line of its own.</summary>
    const string BlockKinds = "('stake', 'reward', 'stake_returned')";

    const string Blocks = """
        SELECT block_index, MIN(planted_at), CAST(SUM(xlm_fee) AS bigint), MAX(CASE WHEN status = 'success' THEN 1 ELSE 0 END), MAX(error_code) FROM plantings
        WHERE farmer_id = @farmerId AND block_index < @before GROUP BY block_index ORDER BY block_index DESC LIMIT @most
        """;

    const string Works = """
        SELECT block_index, CAST(SUM(xlm_fee) AS bigint), MAX(CASE WHEN status = 'success' THEN 1 ELSE 0 END), MAX(error_code) FROM works
        WHERE farmer_id = @farmerId AND block_index BETWEEN @from AND @to GROUP BY block_index
        """;

    const string Harvests = """
        SELECT block_index, CAST(SUM(xlm_fee) AS bigint), MAX(CASE WHEN status = 'success' THEN 1 ELSE 0 END), MAX(error_code) FROM harvests
        WHERE farmer_id = @farmerId AND block_index BETWEEN @from AND @to GROUP BY block_index
        """;

    const string BlockMovements = $"""
        SELECT block_index, kind, CAST(SUM(amount) AS bigint) FROM balance_movements
        WHERE farmer_id = @farmerId AND block_index BETWEEN @from AND @to AND kind IN {BlockKinds} GROUP BY block_index, kind
        """;

    const string Compensations = """
        SELECT block_index, amount, CASE WHEN is_paid THEN 0 ELSE amount - netted END FROM pooler_compensations
        WHERE farmer_id = @farmerId AND block_index BETWEEN @from AND @to
        """;

    const string OtherMovements = $"""
        SELECT m.id, m.kind, m.amount, m.created_at, m.ledger, m.transaction_hash, m.block_index, COALESCE(p.xlm_fee, 0)
        FROM balance_movements m LEFT JOIN payouts p ON p.farmer_id = m.farmer_id AND p.transaction_hash = m.transaction_hash AND p.kind = m.kind
        WHERE m.farmer_id = @farmerId AND m.kind NOT IN {BlockKinds} AND (m.created_at, m.id) < (@at, @id) ORDER BY m.created_at DESC, m.id DESC LIMIT @most
        """;

    /// <summary>Null where there is no such farmer in the tables yet.</summary>
    public async Task<Statement?> ReadAsync(Guid farmerId, StatementCursor after, int most, CancellationToken cancellation)
    {
        var asOf = await reader.AsOfAsync(cancellation);
        var balances = await reader.ListAsync("SELECT current_balance, owed_share FROM farmers WHERE id = @farmerId", new { farmerId }, r => (Balance: r.GetInt64(0), Owed: r.GetInt64(1)), cancellation);
        if (balances.Count == 0) return null;
        var blocks = await BlocksAsync(farmerId, after.Block, most + 1, cancellation);
        var others = await reader.ListAsync(
            OtherMovements,
            new { farmerId, at = after.Movement.At, id = after.Movement.Id, most = most + 1 },
            r => (
                Line: new StatementLine(r.At(3), r.GetString(1), r.GetInt64(2), r.GetInt64(7), (uint?)r.Long(6), null, null, null, null, r.Long(4), r.Text(5)),
                Cursor: Cursor.Of(r.At(3), r.GetGuid(0))),
            cancellation);
        var lines = new List<StatementLine>();
        var (b, m) = (0, 0);
        while (lines.Count < most && (b < blocks.Count || m < others.Count))
        {
            if (m == others.Count || (b < blocks.Count && blocks[b].At > others[m].Line.At)) lines.Add(blocks[b++]);
            else lines.Add(others[m++].Line);
        }
        var next = new StatementCursor(b > 0 ? blocks[b - 1].BlockIndex!.Value : after.Block, m > 0 ? others[m - 1].Cursor : after.Movement);
        return new Statement(farmerId, balances[0].Balance, balances[0].Owed, lines, asOf, b < blocks.Count || m < others.Count ? next.ToString() : null);
    }

    async Task<IReadOnlyList<StatementLine>> BlocksAsync(Guid farmerId, long before, int most, CancellationToken cancellation)
    {
        var planted = await reader.ListAsync(Blocks, new { farmerId, before, most }, r => (Index: r.Index(0), At: r.At(1), Fee: r.GetInt64(2), Success: r.GetInt64(3) == 1, Error: r.Text(4)), cancellation);
        if (planted.Count == 0) return [];
        var range = new { farmerId, from = (long)planted[^1].Index, to = (long)planted[0].Index };
        var works = await StepsAsync(Works);
        var harvests = await StepsAsync(Harvests);
        var movements = (await reader.ListAsync(BlockMovements, range, r => (Block: r.Index(0), Kind: r.GetString(1), Sum: r.GetInt64(2)), cancellation)).ToDictionary(r => (r.Block, r.Kind), r => r.Sum);
        var compensations = (await reader.ListAsync(Compensations, range, r => (Block: r.Index(0), Amount: r.GetInt64(1), Open: r.GetInt64(2)), cancellation)).ToDictionary(r => r.Block);
        return [.. planted.Select(LineOf)];

        async Task<Dictionary<uint, Step>> StepsAsync(string sql) =>
            (await reader.ListAsync(sql, range, r => (Block: r.Index(0), Step: new Step(r.GetInt64(1), r.GetInt64(2) == 1, r.Text(3))), cancellation)).ToDictionary(r => r.Block, r => r.Step);

        StatementLine LineOf((uint Index, DateTimeOffset At, long Fee, bool Success, string? Error) plant)
        {
            var (work, harvest) = (works.GetValueOrDefault(plant.Index, Step.None), harvests.GetValueOrDefault(plant.Index, Step.None));
            long Sum(string kind) => movements.GetValueOrDefault((plant.Index, kind));
            var (staked, returned, reward) = (Sum("stake"), Sum("stake_returned"), Sum("reward"));
            var outcome = harvest.Success ? BlockOutcome.Harvested
                : !plant.Success ? BlockOutcome.NotPlanted
                : harvest.Error is not null || (work.Error is not null && !work.Success) ? BlockOutcome.Lost
                : BlockOutcome.Open;
            return new StatementLine(
                plant.At, "block", checked(staked + returned + reward), checked(plant.Fee + work.Fee + harvest.Fee), plant.Index, outcome, -staked, returned, reward,
                Error: harvest.Success ? null : harvest.Error ?? work.Error ?? (plant.Success ? null : plant.Error),
                Compensation: compensations.TryGetValue(plant.Index, out var owed) ? owed.Amount : null, CompensationOpen: owed.Amount > 0 ? owed.Open : null);
        }
    }

    sealed record Step(long Fee, bool Success, string? Error)
    {
        public static readonly Step None = new(0, false, null);
    }
}

/// <summary>How far both kinds of lines have been read.</summary>
public readonly record struct StatementCursor(long Block, Cursor Movement)
{
    public static readonly StatementCursor First = new(long.MaxValue, Cursor.First);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Block}-{Movement}");

    /// <returns>Null where it is none.</returns>
    public static StatementCursor? TryParse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var block) && Cursor.TryParse(text[(dash + 1)..]) is { } movement
            ? new StatementCursor(block, movement)
            : null;
    }
}
