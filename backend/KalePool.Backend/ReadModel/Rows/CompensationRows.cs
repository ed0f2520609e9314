using KalePool.Domain.Farmers;

namespace KalePool.Backend.ReadModel.Rows;

/// <summary>What others owe a farmer, and how it was settled. No KALE moves: what comes in is a deposit.</summary>
static class CompensationRows
{
    /// <summary>Null for an event of another area.</summary>
    public static IReadOnlyList<Change>? Of(FarmerEvent e, EventSource source) => e switch
    {
        CompensationDecided { AmountStroops: 0 } => [],
        CompensationDecided d =>
        [
            new CompensationAdded(
                source.RowId("pooler_compensations"), d.FarmerId, d.Block, d.Type, d.OwedBy, d.AmountStroops, d.NettedStroops, d.Reason, d.AmountStroops == d.NettedStroops, FarmerRows.Utc(d)),
            .. Owed(d, -d.NettedStroops),
        ],
        CompensationNetted n => [new CompensationNettedBy(n.FarmerId, n.Block, n.NettedStroops), .. Owed(n, -n.NettedStroops)],
        CompensationPaid p =>
        [
            new CompensationPaidBy(p.FarmerId, p.Block, p.TransactionHash, p.RestoredStroops),
            // Paid by somebody else's account: it cost the wallet nothing.
            new PayoutAdded(source.RowId("payouts"), p.FarmerId, PaymentMemo.Compensation, p.AmountStroops, p.Destination, p.TransactionHash, FarmerRows.Utc(p)),
            new PaymentSettled(p.FarmerId, p.TransactionHash, RowStatus.Success, 0),
            .. Owed(p, p.RestoredStroops),
        ],
        _ => null,
    };

    static IReadOnlyList<Change> Owed(FarmerEvent e, long by) => by == 0 ? [] : [new OwedShareChanged(e.FarmerId, by)];
}
