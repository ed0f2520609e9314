using KalePool.Contracts.Farmers;

namespace KalePool.Backend.ReadModel.Queries;

/// <summary>One farmer's plants, works and harvests, newest block first.</summary>
public sealed class FarmerHistory(ReadModelReader reader)
{
    public Task<Page<PlantingRow>> PlantingsAsync(Guid farmerId, Cursor after, int most, CancellationToken cancellation) => reader.PageAsync(
        """
        SELECT id, block_index, stake_amount, status, xlm_fee, planted_at, transaction_hash, error_code, error_message, attributed_to FROM plantings
        WHERE farmer_id = @farmerId AND (block_index, id) < (@Key, @Id) ORDER BY block_index DESC, id DESC LIMIT @Most
        """,
        new { farmerId },
        after,
        most,
        r => (new PlantingRow(r.Index(1), r.GetInt64(2), r.GetString(3), r.GetInt64(4), r.At(5), r.Text(6), r.Text(7), r.Text(8), r.Text(9)), new Cursor(r.GetInt64(1), r.GetGuid(0))),
        cancellation);

    public Task<Page<WorkRow>> WorksAsync(Guid farmerId, Cursor after, int most, CancellationToken cancellation) => reader.PageAsync(
        """
        SELECT id, block_index, status, xlm_fee, compensation_required, worked_at, nonce, hash, zeros, gap, transaction_hash, source, error_code, error_message, attributed_to FROM works
        WHERE farmer_id = @farmerId AND (block_index, id) < (@Key, @Id) ORDER BY block_index DESC, id DESC LIMIT @Most
        """,
        new { farmerId },
        after,
        most,
        r => (new WorkRow(
            r.Index(1), r.GetString(2), r.GetInt64(3), r.GetBoolean(4), r.At(5), r.IsDBNull(6) ? null : (ulong)r.GetDecimal(6), r.Text(7), (int?)r.Long(8), r.Long(9),
            r.Text(10), r.Text(11), r.Text(12), r.Text(13), r.Text(14)), new Cursor(r.GetInt64(1), r.GetGuid(0))),
        cancellation);

    public Task<Page<HarvestRow>> HarvestsAsync(Guid farmerId, Cursor after, int most, CancellationToken cancellation) => reader.PageAsync(
        """
        SELECT id, block_index, reward_amount, stake_returned, status, xlm_fee, harvested_at, transaction_hash, source, error_code, error_message, attributed_to FROM harvests
        WHERE farmer_id = @farmerId AND (block_index, id) < (@Key, @Id) ORDER BY block_index DESC, id DESC LIMIT @Most
        """,
        new { farmerId },
        after,
        most,
        r => (new HarvestRow(r.Index(1), r.GetInt64(2), r.GetInt64(3), r.GetString(4), r.GetInt64(5), r.At(6), r.Text(7), r.Text(8), r.Text(9), r.Text(10), r.Text(11)), new Cursor(r.GetInt64(1), r.GetGuid(0))),
        cancellation);
}
