using System.Data.Common;
using KalePool.Contracts.Admin;
using KalePool.Contracts.Farmers;

namespace KalePool.Backend.ReadModel.Queries;

/// <summary>What an operator sees of the whole pool, newest first.</summary>
public sealed class OperatorLists(ReadModelReader reader)
{
    public Task<Page<PoolerView>> PoolersAsync(Cursor after, int most, CancellationToken cancellation) => reader.PageAsync(
        """
        SELECT id, name, public_key, reward_share, max_farmers, current_farmers, is_active, created_at, last_seen FROM poolers
        WHERE (created_at, id) < (@At, @Id) ORDER BY created_at DESC, id DESC LIMIT @Most
        """,
        null,
        after,
        most,
        r => (new PoolerView(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetDecimal(3), r.GetInt32(4), r.GetInt32(5), r.GetBoolean(6), r.At(7), r.AtOrNull(8)), Cursor.Of(r.At(7), r.GetGuid(0))),
        cancellation);

    const string FarmerColumns = """
        f.id, f.pooler_id, f.custodial_public_key, f.payout_wallet_address, f.status, f.stake_percentage, f.current_balance, f.owed_share, f.created_at, f.paused_by, c.payout_wallet, c.effective_at
        FROM farmers f LEFT JOIN payout_changes c ON c.id = f.id
        """;

    /// <param name="status">Null: all of them.</param>
    public Task<Page<FarmerRow>> FarmersAsync(string? status, Cursor after, int most, CancellationToken cancellation) => reader.PageAsync(
        $"""
        SELECT {FarmerColumns}
        WHERE (f.created_at, f.id) < (@At, @Id){(status is null ? "" : " AND f.status = @status")} ORDER BY f.created_at DESC, f.id DESC LIMIT @Most
        """,
        status is null ? null : new { status },
        after,
        most,
        r => (FarmerOf(r), Cursor.Of(r.At(8), r.GetGuid(0))),
        cancellation);

    /// <summary>Whose custodial or payout wallet it is, the newest first.</summary>
    public Task<IReadOnlyList<FarmerRow>> FarmersOfWalletAsync(string wallet, int most, CancellationToken cancellation) => reader.ListAsync(
        $"SELECT {FarmerColumns} WHERE f.custodial_public_key = @wallet OR f.payout_wallet_address = @wallet ORDER BY f.created_at DESC, f.id DESC LIMIT @most", new { wallet, most }, FarmerOf, cancellation);

    static FarmerRow FarmerOf(DbDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetDecimal(5), r.GetInt64(6), r.GetInt64(7), r.At(8), r.Text(9),
        r.Text(10) is { } wallet ? new WaitingPayoutWallet(wallet, r.At(11)) : null);

    public Task<Page<BlockRow>> BlocksAsync(Cursor after, int most, CancellationToken cancellation) => reader.PageAsync(
        """
        SELECT id, pooler_id, block_index, status, plant_requested_at, total_farmers, successful_plants, successful_works, successful_harvests, total_staked, total_rewards,
            plant_completed_at, work_completed_at, harvest_completed_at
        FROM block_operations WHERE (block_index, id) < (@Key, @Id) ORDER BY block_index DESC, id DESC LIMIT @Most
        """,
        null,
        after,
        most,
        r => (new BlockRow(
            r.GetGuid(1), r.Index(2), r.GetString(3), r.At(4), r.GetInt32(5), r.GetInt32(6), r.GetInt32(7), r.GetInt32(8), r.GetInt64(9), r.GetInt64(10),
            r.AtOrNull(11), r.AtOrNull(12), r.AtOrNull(13)), new Cursor(r.GetInt64(2), r.GetGuid(0))),
        cancellation);

    /// <summary>Null where there is none.</summary>
    public async Task<ActRow?> ActAsync(Guid id, CancellationToken cancellation) => (await reader.ListAsync(
        "SELECT id, kind, entity, transaction_hash, status, opened_at, settled_at FROM acts WHERE id = @id", new { id }, ActOf, cancellation)).SingleOrDefault();

    static ActRow ActOf(DbDataReader r) => new(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.At(5), r.AtOrNull(6));

    public Task<Page<ActRow>> ActsAsync(bool unknownOnly, Cursor after, int most, CancellationToken cancellation) => reader.PageAsync(
        $"""
        SELECT id, kind, entity, transaction_hash, status, opened_at, settled_at FROM acts
        WHERE (opened_at, id) < (@At, @Id){(unknownOnly ? " AND status = 'unknown_outcome'" : "")} ORDER BY opened_at DESC, id DESC LIMIT @Most
        """,
        null,
        after,
        most,
        r => (ActOf(r), Cursor.Of(r.At(5), r.GetGuid(0))),
        cancellation);
}
