using KalePool.Stellar.Acts;

namespace KalePool.Domain.Farmers;

/// <summary>A fact about one farmer, in his journal.</summary>
public abstract record FarmerEvent(Guid FarmerId, DateTimeOffset At) : IEvent;

public sealed record FarmerRegistered(
    Guid FarmerId, Guid PoolerId, string CustodialWallet, string PayoutWallet, decimal StakePercentage, string TokenHash, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>Persisted before the transaction is sent.</summary>
public sealed record TrustlineSubmitted(Guid FarmerId, ActEnvelope Act, DateTimeOffset At) : FarmerEvent(FarmerId, At);

public sealed record TrustlineSettled(Guid FarmerId, ActResult Result, uint Ledger, long FeeStroops, Failure? Failure, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>Funded and able to hold KALE.</summary>
public sealed record FarmerActivated(Guid FarmerId, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>His pooler has recorded him among those it plants for.</summary>
/// <param name="RewardShare">The pooler's part of rewards, 0 to 1, at most four digits.</param>
/// <param name="ShareWallet">Where it goes; null where it is 0.</param>
public sealed record FarmerSeated(Guid FarmerId, DateTimeOffset At, decimal RewardShare = 0, string? ShareWallet = null) : FarmerEvent(FarmerId, At);

/// <param name="StakePercentage">0 to 1, at most four digits; from the next plant on.</param>
public sealed record StakeChanged(Guid FarmerId, decimal StakePercentage, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>He is not planted for until he is resumed; what is open goes on.</summary>
/// <param name="By">operator.</param>
public sealed record FarmerPaused(Guid FarmerId, string By, DateTimeOffset At) : FarmerEvent(FarmerId, At);

public sealed record FarmerResumed(Guid FarmerId, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>No new plants; what is open is finished, then everything goes to the payout wallet.</summary>
public sealed record LeavingStarted(Guid FarmerId, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>His pooler plants for him no more.</summary>
public sealed record FarmerUnseated(Guid FarmerId, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <param name="KaleStroops">Paid to <paramref name="PayoutWallet"/> before the wallet is merged into it.</param>
/// <param name="ShareStroops">Paid to the pooler's <paramref name="ShareWallet"/> first.</param>
/// <param name="ForgoneShareStroops">Owed to a pooler who cannot receive it: it falls to the farmer.</param>
public sealed record ExitSubmitted(
    Guid FarmerId,
    string PayoutWallet,
    long KaleStroops,
    ActEnvelope Act,
    DateTimeOffset At,
    string? ShareWallet = null,
    long ShareStroops = 0,
    long ForgoneShareStroops = 0) : FarmerEvent(FarmerId, At);

/// <param name="KaleStroops">Paid; 0 unless he has departed.</param>
/// <param name="XlmStroops">Merged; 0 unless he has departed.</param>
/// <param name="Failure">Null when departed, or when it is built anew.</param>
/// <param name="PayoutWallet">Null in what was written before shares were paid.</param>
/// <param name="ShareStroops">Paid to <paramref name="ShareWallet"/>; 0 unless he has departed.</param>
/// <param name="ForgoneShareStroops">What the pooler was owed and could not receive: it fell to the farmer. 0 unless he has departed.</param>
/// <param name="OperatorFeeStroops">What the operator's account paid, around the wallet's transaction.</param>
public sealed record ExitSettled(
    Guid FarmerId,
    ActResult Result,
    long KaleStroops,
    long XlmStroops,
    uint Ledger,
    long FeeStroops,
    string TransactionHash,
    Failure? Failure,
    DateTimeOffset At,
    string? PayoutWallet = null,
    string? ShareWallet = null,
    long ShareStroops = 0,
    long ForgoneShareStroops = 0,
    long OperatorFeeStroops = 0) : FarmerEvent(FarmerId, At);

/// <summary>He cannot leave yet; tried again until he can.</summary>
public sealed record ExitRefused(Guid FarmerId, Failure Failure, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>There was no wallet to empty: it was never funded, or is merged already.</summary>
public sealed record FarmerDeparted(Guid FarmerId, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>Without a signature of the present payout wallet: in force at <paramref name="EffectiveAt"/> unless that signature cancels it before.</summary>
public sealed record PayoutChangeRequested(Guid FarmerId, string PayoutWallet, DateTimeOffset EffectiveAt, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <param name="PayoutWallet">That was waiting.</param>
public sealed record PayoutChangeCancelled(Guid FarmerId, string PayoutWallet, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <param name="BySignature">Of the wallet before; false where the waiting time has passed.</param>
public sealed record PayoutWalletChanged(Guid FarmerId, string PayoutWallet, bool BySignature, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>The token before opens nothing any more.</summary>
/// <param name="TokenHash">Hex SHA-256.</param>
public sealed record TokenRenewed(Guid FarmerId, string TokenHash, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>The operator was shown the secret of a departed farmer's wallet.</summary>
public sealed record KeyExported(Guid FarmerId, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <param name="OpensBlock">Of nothing, so that the block before can be harvested; his pooler has not asked for it.</param>
public sealed record PlantSubmitted(Guid FarmerId, uint Block, long StakeStroops, ActEnvelope Act, DateTimeOffset At, bool OpensBlock = false) : FarmerEvent(FarmerId, At);

/// <param name="StakeStroops">Burnt; 0 unless planted.</param>
/// <param name="TransactionHash">Null where the pail was found on the chain, by a transaction that the journal does not know.</param>
/// <param name="Failure">Null when planted, or when it has not happened and may be tried again.</param>
/// <param name="RewardShare">The pooler's part of this block's reward, 0 to 1; 0 unless planted.</param>
/// <param name="LiveUntil">The last ledger that the pail lives in unless it is extended; 0 where that is not known.</param>
/// <param name="OperatorFeeStroops">What the operator's account paid, around the wallet's transaction.</param>
/// <param name="IsOnItsOwn">Of a found one: no block of his pooler's has asked for it.</param>
/// <param name="WasCorrected">Of a found one: a correction as of a later ledger has counted its stake already, which it takes back.</param>
/// <param name="OpensBlock">Of nothing, so that the block before can be harvested; his pooler has not asked for it.</param>
public sealed record PlantSettled(
    Guid FarmerId,
    uint Block,
    ActResult Result,
    long StakeStroops,
    uint Ledger,
    long FeeStroops,
    string? TransactionHash,
    Failure? Failure,
    DateTimeOffset At,
    decimal RewardShare = 0,
    uint LiveUntil = 0,
    long OperatorFeeStroops = 0,
    bool IsOnItsOwn = false,
    bool WasCorrected = false,
    bool OpensBlock = false) : FarmerEvent(FarmerId, At);

/// <summary>His pooler's block has asked for a pail that the farmer looked after by himself: it is the pooler's to work and the block's to harvest.</summary>
/// <param name="WasOpener">It was planted only to open the block; from now on it is a plant like any other.</param>
/// <param name="TransactionHash">Of the plant; null where the journal does not know it.</param>
public sealed record PailTakenUp(Guid FarmerId, uint Block, bool WasOpener, string? TransactionHash, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>Nothing was sent, nothing will be.</summary>
public sealed record PlantRefused(Guid FarmerId, uint Block, Failure Failure, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>The pail on the chain, as last seen while the block could be worked.</summary>
/// <param name="IsWorkOwed">The backend had taken a better work from the pooler than that.</param>
/// <param name="PoolerIsFree">He was told of the pail too late to work it.</param>
public sealed record WorkRecorded(Guid FarmerId, uint Block, uint Zeros, uint Gap, string Source, DateTimeOffset At, bool IsWorkOwed = false, bool PoolerIsFree = false)
    : FarmerEvent(FarmerId, At);

public sealed record WorkMissed(Guid FarmerId, uint Block, Failure Failure, DateTimeOffset At) : FarmerEvent(FarmerId, At);

public sealed record HarvestSubmitted(Guid FarmerId, uint Block, ActEnvelope Act, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <param name="RewardStroops">Minted, without the stake; 0 unless harvested.</param>
/// <param name="StakeStroops">Minted back; 0 unless harvested.</param>
/// <param name="Failure">Null when harvested, or when it is tried again.</param>
/// <param name="ShareStroops">What of the reward is owed to the pooler from now on.</param>
/// <param name="Source">Of a harvest that was found on the chain, a <see cref="HarvestSource"/>; null where an act of the journal ended, or a batch has told of it.</param>
/// <param name="WasCorrected">Of a found one, or one of a batch: a correction as of a later ledger has counted its KALE already, which it takes back.</param>
/// <param name="Batch">Of the operator's batch that carried it; null where his wallet sent it.</param>
/// <param name="OperatorFeeStroops">What the operator's account paid, around the wallet's transaction.</param>
public sealed record HarvestSettled(
    Guid FarmerId,
    uint Block,
    ActResult Result,
    long RewardStroops,
    long StakeStroops,
    uint Ledger,
    long FeeStroops,
    string TransactionHash,
    Failure? Failure,
    DateTimeOffset At,
    long ShareStroops = 0,
    string? Source = null,
    bool WasCorrected = false,
    Guid? Batch = null,
    long OperatorFeeStroops = 0) : FarmerEvent(FarmerId, At);

/// <summary>There is nothing to harvest any more.</summary>
public sealed record HarvestRefused(Guid FarmerId, uint Block, Failure Failure, DateTimeOffset At) : FarmerEvent(FarmerId, At);
