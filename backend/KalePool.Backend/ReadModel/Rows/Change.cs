namespace KalePool.Backend.ReadModel.Rows;

/// <summary>One change of one row. Its properties are the parameters of its statement in <see cref="ChangeSql"/>; amounts in stroops, times in UTC.</summary>
public abstract record Change;

public sealed record PoolerAdded(Guid Id, string Name, string PublicKey, string ApiKeyHash, decimal RewardShare, int MaxFarmers, DateTimeOffset CreatedAt) : Change;

public sealed record PoolerKeyChanged(Guid Id, string ApiKeyHash) : Change;

public sealed record PoolerActivity(Guid Id, bool IsActive) : Change;

public sealed record FarmerAdded(Guid Id, string CustodialPublicKey, Guid PoolerId, string PayoutWallet, decimal StakePercentage, string Status, DateTimeOffset CreatedAt) : Change;

public sealed record FarmerFunded(Guid Id, string Status) : Change;

public sealed record FarmerStatusChanged(Guid Id, string Status) : Change;

public sealed record FarmerStakeChanged(Guid Id, decimal StakePercentage) : Change;

/// <summary>Takes the place of one that was waiting before.</summary>
public sealed record PayoutChangeAsked(Guid Id, string PayoutWallet, DateTimeOffset EffectiveAt) : Change;

/// <summary>Nothing waits any more, if anything did.</summary>
public sealed record PayoutChangeOver(Guid Id) : Change;

public sealed record FarmerPayoutWalletChanged(Guid Id, string PayoutWallet) : Change;

public sealed record FarmerThresholdChanged(Guid Id, long? PayoutThreshold) : Change;

/// <param name="By">Signed.</param>
public sealed record OwedShareChanged(Guid Id, long By) : Change;

public sealed record FarmerPauseChanged(Guid Id, string? PausedBy) : Change;

/// <summary>Pooler and wallet are the farmer's.</summary>
public sealed record PlantingAdded(
    Guid Id, long BlockIndex, Guid FarmerId, long StakeAmount, string? TransactionHash, string Status, string? ErrorCode, string? ErrorMessage, string? AttributedTo, long XlmFee, DateTimeOffset At) : Change;

/// <summary>Pooler and wallet are the farmer's.</summary>
public sealed record HarvestAdded(
    Guid Id,
    long BlockIndex,
    Guid FarmerId,
    long RewardAmount,
    long StakeReturned,
    string? TransactionHash,
    string Status,
    string? ErrorCode,
    string? ErrorMessage,
    string? AttributedTo,
    string? Source,
    long XlmFee,
    DateTimeOffset At) : Change;

/// <summary>Whose work the pail shows, as the farmer found out.</summary>
public sealed record WorkSourceFound(Guid Id, Guid FarmerId, long BlockIndex, string Source) : Change;

/// <summary>A rescue of the farmer's pail has landed; better work may still take its place.</summary>
public sealed record RescueLanded(Guid Id, Guid FarmerId, long BlockIndex, string Hash, long Fee) : Change;

/// <summary>A work that the pooler had handed over has landed; a better one may still follow.</summary>
public sealed record HandedWorkLanded(Guid Id, Guid FarmerId, long BlockIndex, string Hash, long Fee) : Change;

/// <summary>A rescue, or a work that the pooler had handed over, that was applied and failed: what it cost. Pooler and wallet are the farmer's.</summary>
public sealed record WorkFailed(
    Guid Id, long BlockIndex, Guid FarmerId, string TransactionHash, string? ErrorCode, string? ErrorMessage, string? AttributedTo, string Source, long XlmFee, DateTimeOffset At) : Change;

/// <summary>What <c>farmer_works</c> knows of it comes in: whether it was a rescue, or by which transaction the backend landed it, and what that cost.</summary>
/// <param name="Nonce">Of a pooler's report, or of what he handed over, that the pail bears out.</param>
/// <param name="Source">Null for a work that nobody did.</param>
/// <param name="PoolerIsFree">He was told of the pail too late: a rescue is not his failure.</param>
public sealed record WorkAdded(
    Guid Id,
    long BlockIndex,
    Guid FarmerId,
    Guid PoolerId,
    string CustodialWallet,
    decimal? Nonce,
    string? Hash,
    int? Zeros,
    long? Gap,
    string? TransactionHash,
    string Status,
    string? ErrorCode,
    string? ErrorMessage,
    string? AttributedTo,
    bool CompensationRequired,
    string? Source,
    long XlmFee,
    DateTimeOffset At,
    bool PoolerIsFree = false) : Change;

public sealed record BlockAdded(Guid Id, long BlockIndex, Guid PoolerId, int TotalFarmers, string Status, DateTimeOffset PlantRequestedAt) : Change;

public sealed record BlockRanges(Guid PoolerId, long BlockIndex, string Entropy, long MaxGap, long MaxStake, long MaxZeros) : Change;

public sealed record BlockProgress(
    Guid PoolerId,
    long BlockIndex,
    DateTimeOffset? PlantCompletedAt,
    DateTimeOffset? WorkCompletedAt,
    DateTimeOffset? HarvestCompletedAt,
    int SuccessfulPlants,
    int SuccessfulWorks,
    int SuccessfulHarvests,
    long TotalStaked,
    long TotalRewards,
    string Status) : Change;

/// <param name="Amount">Signed; never 0: nothing moved.</param>
public sealed record MovementAdded(Guid Id, Guid FarmerId, string Kind, long Amount, long? Ledger, string? TransactionHash, long? BlockIndex, DateTimeOffset At) : Change;

public sealed record ActOpened(Guid Id, string Kind, string Entity, string TransactionHash, DateTimeOffset OpenedAt) : Change;

/// <summary>What became of an act whose outcome was unknown.</summary>
public sealed record ActResolved(string Entity, string TransactionHash, string Status, DateTimeOffset SettledAt) : Change;

/// <summary>The one act of that entity that is open.</summary>
public sealed record ActSettled(string Entity, string Status, DateTimeOffset SettledAt) : Change;

public sealed record PayoutAdded(Guid Id, Guid FarmerId, string Kind, long Amount, string Destination, string TransactionHash, DateTimeOffset CreatedAt) : Change;

/// <summary>All that one transaction pays; a share beside a payout has no fee of its own.</summary>
public sealed record PaymentSettled(Guid FarmerId, string TransactionHash, string Status, long XlmFee) : Change;

/// <summary>The pooler is the farmer's.</summary>
public sealed record CompensationAdded(
    Guid Id, Guid FarmerId, long BlockIndex, string CompensationType, string OwedBy, long Amount, long Netted, string Reason, bool IsPaid, DateTimeOffset CreatedAt) : Change;

public sealed record CompensationNettedBy(Guid FarmerId, long BlockIndex, long Netted) : Change;

/// <param name="Restored">Was netted, and is not any more.</param>
public sealed record CompensationPaidBy(Guid FarmerId, long BlockIndex, string PaidTxHash, long Restored) : Change;
