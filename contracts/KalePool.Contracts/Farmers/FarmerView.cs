namespace KalePool.Contracts.Farmers;

public static class FarmerStatusName
{
    public const string AwaitingFunding = "awaiting_funding";
    public const string Active = "active";
    public const string Leaving = "leaving";
    public const string Departed = "departed";
}

/// <summary>A farmer as he stands. Balances in stroops, as last read from the chain.</summary>
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
    string? PausedBy = null);
