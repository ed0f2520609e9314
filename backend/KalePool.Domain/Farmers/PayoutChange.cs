namespace KalePool.Domain.Farmers;

/// <summary>A payout wallet that was asked for without a signature of the present one: until it is in force everybody entitled sees it, and that signature cancels it.</summary>
/// <param name="EffectiveAt">From then on it is the one that is paid to.</param>
public sealed record PayoutChange(string PayoutWallet, DateTimeOffset EffectiveAt)
{
    public static readonly TimeSpan WaitingTime = TimeSpan.FromHours(72);
}
