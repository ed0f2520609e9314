namespace KalePool.Backend.ReadModel.Rows;

/// <summary>Why KALE moved.</summary>
static class MovementKind
{
    public const string Stake = "stake";
    public const string Reward = "reward";
    public const string StakeReturned = "stake_returned";
    public const string Payout = "payout";
    public const string Share = "share";
    public const string Exit = "exit";
    public const string Deposit = "deposit";
    public const string Correction = "correction";
}
