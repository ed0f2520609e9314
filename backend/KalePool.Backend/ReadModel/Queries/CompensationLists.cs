using System.Data.Common;
using KalePool.Contracts.Admin;
using KalePool.Contracts.Errors;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.ReadModel.Queries;

/// <summary>What farmers are owed, as the read model has it.</summary>
public sealed class CompensationLists(ReadModelReader reader)
{
    const string Columns = """
        c.id, c.pooler_id, c.farmer_id, c.block_index, c.compensation_type, c.owed_by, c.amount, c.netted, CASE WHEN c.is_paid THEN 0 ELSE c.amount - c.netted END,
        c.reason, c.is_paid, c.created_at, CASE WHEN f.status = 'departed' THEN f.payout_wallet_address ELSE f.custodial_public_key END, c.paid_tx_hash
        FROM pooler_compensations c JOIN farmers f ON f.id = c.farmer_id
        """;

    public Task<Page<CompensationRow>> PageAsync(bool openOnly, Cursor after, int most, CancellationToken cancellation) => reader.PageAsync(
        $"SELECT {Columns} WHERE (c.created_at, c.id) < (@At, @Id){(openOnly ? " AND NOT c.is_paid" : "")} ORDER BY c.created_at DESC, c.id DESC LIMIT @Most",
        null,
        after,
        most,
        r => (RowOf(r), Cursor.Of(r.At(11), r.GetGuid(0))),
        cancellation);

    /// <summary>Null where there is none.</summary>
    public async Task<CompensationRow?> FindAsync(Guid id, CancellationToken cancellation) =>
        (await reader.ListAsync($"SELECT {Columns} WHERE c.id = @id", new { id }, RowOf, cancellation)).SingleOrDefault();

    /// <summary>What the backend owes and has not paid, the oldest first: for the account that pays it.</summary>
    public Task<IReadOnlyList<OwedCompensation>> OwedByBackendAsync(int most, CancellationToken cancellation) => reader.ListAsync(
        $"SELECT {Columns} WHERE c.owed_by = @backend AND NOT c.is_paid ORDER BY c.created_at, c.id LIMIT @most",
        new { backend = Attribution.Backend, most },
        r => new OwedCompensation(r.GetGuid(1), r.GetGuid(2), r.Index(3), r.GetInt64(8), r.GetString(12), PaymentMemo.Of(PaymentMemo.Compensation, r.GetGuid(2), r.Index(3)), r.At(11)),
        cancellation);

    /// <summary>What a pooler owes for one block, by farmer, be it settled.</summary>
    public async Task<IReadOnlyDictionary<Guid, long>> OfPoolerAsync(Guid poolerId, uint block, CancellationToken cancellation) =>
        (await reader.ListAsync(
            "SELECT farmer_id, amount FROM pooler_compensations WHERE pooler_id = @poolerId AND block_index = @block AND owed_by = @pooler",
            new { poolerId, block = (long)block, pooler = Attribution.Pooler },
            r => (Farmer: r.GetGuid(0), Amount: r.GetInt64(1)),
            cancellation)).ToDictionary(r => r.Farmer, r => r.Amount);

    static CompensationRow RowOf(DbDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.Index(3), r.GetString(4), r.GetString(5), r.GetInt64(6), r.GetInt64(7), r.GetInt64(8), r.GetString(9), r.GetBoolean(10), r.At(11),
        PaymentMemo.Of(PaymentMemo.Compensation, r.GetGuid(2), r.Index(3)).ToHex(), r.GetString(12), r.Text(13));
}

/// <summary>One payment that is to be made. Its memo makes it the payment of this compensation and of no other.</summary>
/// <param name="AmountStroops">Of KALE.</param>
/// <param name="Destination">G….</param>
/// <param name="Memo">32 bytes, of kind hash.</param>
/// <param name="Since">When it was decided.</param>
public sealed record OwedCompensation(Guid PoolerId, Guid FarmerId, uint Block, long AmountStroops, string Destination, Opaque Memo, DateTimeOffset Since);
