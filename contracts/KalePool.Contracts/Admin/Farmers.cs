using KalePool.Contracts.Farmers;

namespace KalePool.Contracts.Admin;

/// <summary>A farmer as the journal knows him; his balances are in his own view.</summary>
/// <param name="Status">awaiting_funding, active, leaving or departed.</param>
/// <param name="PausedBy">operator; null while he is planted for.</param>
/// <param name="WaitingPayoutWallet">Asked for without a signature of the present one; not in force yet.</param>
public sealed record FarmerRow(
    Guid FarmerId,
    Guid PoolerId,
    string CustodialWallet,
    string PayoutWallet,
    string Status,
    decimal StakePercentage,
    string? PausedBy = null,
    WaitingPayoutWallet? WaitingPayoutWallet = null);

/// <param name="Farmers">In the order of their registration; of a page, those of the status asked for.</param>
/// <param name="NextCursor">Where the next page begins; null on the last one.</param>
public sealed record FarmerList(IReadOnlyList<FarmerRow> Farmers, string? NextCursor = null);
