namespace KalePool.Contracts.Farmers;

/// <summary>How a farmer's block ended.</summary>
public static class BlockOutcome
{
    public const string Harvested = "harvested";

    /// <summary>The stake is gone: never worked, or the pail expired.</summary>
    public const string Lost = "lost";

    /// <summary>Planted, and neither harvested nor lost yet.</summary>
    public const string Open = "open";

    public const string NotPlanted = "not_planted";
}

/// <summary>Amounts in stroops: the stake of KALE, the fee of XLM.</summary>
/// <param name="Error">One of the stable codes; with <paramref name="AttributedTo"/> where it failed.</param>
/// <param name="Status">success, failed, or opened: of nothing, so that the block before can be harvested; a pooler who asks for it later makes a success of it.</param>
public sealed record PlantingRow(
    uint BlockIndex,
    long StakeAmount,
    string Status,
    long XlmFee,
    DateTimeOffset PlantedAt,
    string? TransactionHash = null,
    string? Error = null,
    string? Message = null,
    string? AttributedTo = null);

/// <summary>A pail as it was when it could no longer be worked.</summary>
/// <param name="Source">pooler, backend, rescue or other; none where nobody worked.</param>
/// <param name="Nonce">Known where it is the pooler's work.</param>
public sealed record WorkRow(
    uint BlockIndex,
    string Status,
    long XlmFee,
    bool CompensationRequired,
    DateTimeOffset WorkedAt,
    ulong? Nonce = null,
    string? Hash = null,
    int? Zeros = null,
    long? Gap = null,
    string? TransactionHash = null,
    string? Source = null,
    string? Error = null,
    string? Message = null,
    string? AttributedTo = null);

/// <summary>Amounts in stroops: reward and stake of KALE, the fee of XLM. Every try that cost a fee is a row.</summary>
/// <param name="Source">pool or other; none where it failed.</param>
public sealed record HarvestRow(
    uint BlockIndex,
    long RewardAmount,
    long StakeReturned,
    string Status,
    long XlmFee,
    DateTimeOffset HarvestedAt,
    string? TransactionHash = null,
    string? Source = null,
    string? Error = null,
    string? Message = null,
    string? AttributedTo = null);

/// <param name="AsOf">Everything that happened before is in it.</param>
/// <param name="NextCursor">Where the next page begins; null on the last one.</param>
public sealed record PlantingList(IReadOnlyList<PlantingRow> Plantings, DateTimeOffset AsOf, string? NextCursor = null);

/// <inheritdoc cref="PlantingList"/>
public sealed record WorkList(IReadOnlyList<WorkRow> Works, DateTimeOffset AsOf, string? NextCursor = null);

/// <inheritdoc cref="PlantingList"/>
public sealed record HarvestList(IReadOnlyList<HarvestRow> Harvests, DateTimeOffset AsOf, string? NextCursor = null);

/// <summary>One block, or one movement that belongs to none. Amounts in stroops.</summary>
/// <param name="Kind">block, or the movement's: deposit, payout, share, compensation, exit or correction.</param>
/// <param name="Change">Of the KALE balance, signed; all lines together are the balance.</param>
/// <param name="XlmFee">What it cost the wallet in XLM.</param>
/// <param name="Outcome">Of a block: <see cref="BlockOutcome"/>.</param>
/// <param name="Error">Of a block's last failed step.</param>
/// <param name="Compensation">What others owe him for the block, be it settled; no movement by itself.</param>
/// <param name="CompensationOpen">What of it is neither netted nor paid yet.</param>
public sealed record StatementLine(
    DateTimeOffset At,
    string Kind,
    long Change,
    long XlmFee,
    uint? BlockIndex = null,
    string? Outcome = null,
    long? Staked = null,
    long? StakeReturned = null,
    long? Reward = null,
    long? Ledger = null,
    string? TransactionHash = null,
    string? Error = null,
    long? Compensation = null,
    long? CompensationOpen = null);

/// <summary>What every block cost and earned, and every other movement, newest first.</summary>
/// <param name="CurrentBalance">The sum of all movements.</param>
/// <param name="OwedShare">What of it is the pooler's.</param>
/// <param name="AsOf">Everything that happened before is in it.</param>
/// <param name="NextCursor">Where the next page begins; null on the last one.</param>
public sealed record Statement(Guid FarmerId, long CurrentBalance, long OwedShare, IReadOnlyList<StatementLine> Lines, DateTimeOffset AsOf, string? NextCursor = null);
