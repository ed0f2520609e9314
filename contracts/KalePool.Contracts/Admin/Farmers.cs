using KalePool.Contracts.Farmers;

namespace KalePool.Contracts.Admin;

/// <summary>A farmer as the journal knows him: the balance is the sum of his movements. Amounts in stroops of KALE.</summary>
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
    long CurrentBalance,
    long OwedShare,
    DateTimeOffset CreatedAt,
    string? PausedBy = null,
    WaitingPayoutWallet? WaitingPayoutWallet = null);

/// <param name="Farmers">The newest first.</param>
/// <param name="AsOf">Everything that happened before is in it.</param>
/// <param name="NextCursor">Where the next page begins; null on the last one.</param>
public sealed record FarmerList(IReadOnlyList<FarmerRow> Farmers, DateTimeOffset AsOf, string? NextCursor = null);
