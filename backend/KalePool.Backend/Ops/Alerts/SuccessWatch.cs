using KalePool.Backend.ReadModel.Queries;
using KalePool.Domain;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>Counts from the read model what has succeeded.</summary>
sealed class SuccessWatch(AlertBoard board, ReadModelReader reader, SuccessFigures figures)
{
    /// <param name="farmIndex">Of the newest block, which may still be open.</param>
    public async Task LookAsync(uint farmIndex, CancellationToken cancellation)
    {
        var (first, newest) = ((long)farmIndex - SuccessFigures.Blocks, (long)farmIndex);
        figures.Note(
        [
            await BlocksAsync(first, newest, cancellation),
            await StepsAsync("plants", "SELECT COUNT(*), SUM(CASE WHEN status = 'success' THEN 1 ELSE 0 END) FROM plantings WHERE status IN ('success', 'failed')"),
            // A rescue saves the stake; the pooler's work it is not.
            await StepsAsync("works", $"SELECT COUNT(*), SUM(CASE WHEN status = 'success' AND (source IS NULL OR source <> '{WorkSource.Rescue}') THEN 1 ELSE 0 END) FROM works WHERE 1 = 1"),
            await StepsAsync("harvests", "SELECT COUNT(*), SUM(CASE WHEN status = 'success' THEN 1 ELSE 0 END) FROM harvests WHERE 1 = 1"),
        ]);
        board.SetAll(AlertCode.SuccessLow, figures.Low);

        async Task<SuccessFigure> StepsAsync(string of, string sql)
        {
            var (all, succeeded) = (await reader.ListAsync(
                sql + " AND block_index >= @first AND block_index < @newest AND (attributed_to IS NULL OR attributed_to <> 'farmer')", new { first, newest }, r => (r.GetInt64(0), r.Long(1) ?? 0), cancellation))[0];
            return new SuccessFigure(of, succeeded, all);
        }
    }

    /// <summary>Of each active pooler with farmers: the blocks since his first one.</summary>
    async Task<SuccessFigure> BlocksAsync(long first, long newest, CancellationToken cancellation)
    {
        var rows = await reader.ListAsync(
            """
            SELECT (SELECT MIN(block_index) FROM block_operations WHERE pooler_id = p.id),
                   (SELECT COUNT(*) FROM block_operations WHERE pooler_id = p.id AND block_index >= @first AND block_index < @newest)
            FROM poolers p WHERE p.is_active AND p.current_farmers > 0
            """,
            new { first, newest }, r => (First: r.Long(0), Taken: r.GetInt64(1)), cancellation);
        var began = rows.Where(r => r.First < newest).ToList();
        return new SuccessFigure("blocks", began.Sum(r => r.Taken), began.Sum(r => newest - Math.Max(first, r.First!.Value)));
    }
}
