namespace KalePool.Contracts.Farmers;

public static class FarmerStatusName
{
    public const string AwaitingFunding = "awaiting_funding";
    public const string Active = "active";
    public const string Leaving = "leaving";
    public const string Departed = "departed";
}

/// <summary>A farmer as he stands. Balances in stroops, as last read from the chain.</summary>
/// <param name="OwedShare">The pooler's part of the balance, paid with the next payout or at leaving.</param>
/// <param name="PausedBy">operator; null while he is planted for.</param>
/// <param name="LeavingProblem">What keeps a leaving farmer from leaving, and who can clear it.</param>
/// <param name="ExitTxHash">The transaction that paid everything out and closed the wallet.</param>
/// <param name="PayoutThreshold">Above it what is not staked next is paid out; null: only when he leaves.</param>
/// <param name="PayoutProblem">Why the payout that is due has not been made; it is tried again.</param>
/// <param name="WaitingPayoutWallet">Asked for without a signature of the present one; not in force yet.</param>
/// <param name="OpenCompensations">The oldest hundred of what he is still owed; null where he is owed nothing.</param>
public sealed record FarmerView(
    Guid FarmerId,
    Guid PoolerId,
    string CustodialWallet,
    string PayoutWallet,
    string Status,
    decimal StakePercentage,
    long CurrentBalance,
    long XlmBalance,
    long OwedShare,
    IReadOnlyList<string> NextActions,
    string? PausedBy = null,
    LeavingProblem? LeavingProblem = null,
    string? ExitTxHash = null,
    long? PayoutThreshold = null,
    PayoutView? LastPayout = null,
    LeavingProblem? PayoutProblem = null,
    WaitingPayoutWallet? WaitingPayoutWallet = null,
    IReadOnlyList<OpenCompensation>? OpenCompensations = null);

/// <summary>What others still owe him for a block. Amounts in stroops of KALE.</summary>
/// <param name="CompensationType">plant_failure or work_failure.</param>
/// <param name="OwedBy">backend or pooler.</param>
/// <param name="Remaining">Less than the amount where a share that he owed the pooler was netted.</param>
public sealed record OpenCompensation(uint BlockIndex, string CompensationType, string OwedBy, long Amount, long Remaining);

/// <param name="Amount">Stroops that the payout wallet got.</param>
public sealed record PayoutView(long Amount, string TransactionHash, DateTimeOffset PaidAt);

/// <param name="Error">One of the stable codes.</param>
public sealed record LeavingProblem(string Error, string Message, string AttributedTo);
