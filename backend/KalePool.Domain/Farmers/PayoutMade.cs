namespace KalePool.Domain.Farmers;

/// <summary>A payout that was made.</summary>
/// <param name="KaleStroops">What the farmer got.</param>
public sealed record PayoutMade(int Number, long KaleStroops, string TransactionHash, DateTimeOffset At);
