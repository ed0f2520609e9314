using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;

namespace KalePool.Domain.Farmers;

/// <summary>A message for one farmer; the id drives sharding and serialization.</summary>
public interface IFarmerMessage
{
    Guid FarmerId { get; }
}

public abstract record FarmerCommand(Guid FarmerId) : IFarmerMessage;

/// <param name="TokenHash">Hex SHA-256 of the farmer's token.</param>
public sealed record RegisterFarmer(Guid FarmerId, Guid PoolerId, string CustodialWallet, string PayoutWallet, decimal StakePercentage, string TokenHash) : FarmerCommand(FarmerId);

/// <summary>Looks at the chain; adds the trustline where it is missing; then the farmer is active.</summary>
public sealed record ConfirmFunding(Guid FarmerId) : FarmerCommand(FarmerId);

/// <summary>Plants in a block, once: a repeat returns the first outcome.</summary>
public sealed record Plant(Guid FarmerId, PlantSlot Slot) : FarmerCommand(FarmerId);

/// <summary>Opens a block with a plant of nothing, so that the one before can be harvested. Answered by where the plant stands, or a refusal: then another one is asked.</summary>
/// <param name="AsLast">Nobody else can: also who is paused or leaves.</param>
public sealed record OpenNext(Guid FarmerId, PlantSlot Slot, bool AsLast) : FarmerCommand(FarmerId);

/// <summary>Looks for pails of these blocks, which are alive on the chain, as far as the journal does not know them. Answered when all that there are have been recorded.</summary>
public sealed record FindPails(Guid FarmerId, IReadOnlyList<uint> Blocks) : FarmerCommand(FarmerId);

/// <summary>Lets pails live on whose harvest is overdue, from half their life on. Needs no answer.</summary>
/// <param name="Ledger">The newest.</param>
public sealed record KeepPails(Guid FarmerId, uint Ledger) : FarmerCommand(FarmerId);

/// <summary>What the chain shows of the farmer's pail: work by whomever.</summary>
/// <param name="IsWorkOwed">The backend had taken a better one from the pooler, which is not there.</param>
/// <param name="PoolerIsFree">He was told of the pail too late to work it.</param>
public sealed record RecordWork(Guid FarmerId, uint Block, uint Zeros, uint Gap, string Source, bool IsWorkOwed = false, bool PoolerIsFree = false) : FarmerCommand(FarmerId);

/// <summary>Works a pail from the wallet with what his pooler has found. Needs no answer.</summary>
public sealed record SubmitWork(Guid FarmerId, uint Block, HandedWork Work) : FarmerCommand(FarmerId);

/// <summary>Works a pail that nobody has worked, from the wallet, without zeros: only so that the stake comes back. Needs no answer.</summary>
public sealed record Rescue(Guid FarmerId, uint Block) : FarmerCommand(FarmerId);

/// <summary>The block is closed and the pail was never worked: the stake is lost.</summary>
public sealed record RecordMissedWork(Guid FarmerId, uint Block, Failure Failure) : FarmerCommand(FarmerId);

/// <summary>Harvests a worked pail of a closed block, once.</summary>
public sealed record Harvest(Guid FarmerId, uint Block) : FarmerCommand(FarmerId);

/// <summary>The block is finished: decides what others owe him for it, once.</summary>
/// <param name="OthersMeanStroops">The mean reward of the block's others, for one who has no harvested block; null where there are none either.</param>
public sealed record SettleCompensation(Guid FarmerId, uint Block, long? OthersMeanStroops) : FarmerCommand(FarmerId);

/// <summary>A transaction that succeeded, with the memo of this compensation, pays it.</summary>
/// <param name="Payments">All of KALE that it made.</param>
public sealed record PayCompensation(Guid FarmerId, uint Block, string TransactionHash, uint Ledger, IReadOnlyList<KalePaid> Payments) : FarmerCommand(FarmerId);

/// <param name="Destination">G….</param>
public sealed record KalePaid(string Destination, long AmountStroops);

/// <summary>A batch has harvested his pail: what the transaction itself says of it. Told until he has it in his journal. Amounts in stroops of KALE.</summary>
public sealed record RecordBatchHarvest(Guid FarmerId, uint Block, Guid Batch, string TransactionHash, uint Ledger, long RewardStroops, long StakeStroops) : FarmerCommand(FarmerId);

/// <summary>A batch has worked his pail without zeros. Told until he has it in his journal.</summary>
/// <param name="Gap">Of the pail that it left.</param>
public sealed record RecordBatchRescue(Guid FarmerId, uint Block, Guid Batch, string TransactionHash, uint Ledger, uint Gap) : FarmerCommand(FarmerId);

/// <summary>A batch has worked his pail with what his pooler has found. Told until he has it in his journal.</summary>
/// <param name="Zeros">Of the pail that it left.</param>
/// <param name="Gap">The same.</param>
public sealed record RecordBatchWork(Guid FarmerId, uint Block, Guid Batch, string TransactionHash, uint Ledger, uint Zeros, uint Gap) : FarmerCommand(FarmerId);

/// <param name="StakePercentage">0 to 1, at most four digits after the point.</param>
public sealed record ChangeStake(Guid FarmerId, decimal StakePercentage) : FarmerCommand(FarmerId);

/// <param name="ThresholdStroops">Of KALE, above 0: above it he is paid; null: only when he leaves.</param>
public sealed record ChangePayoutThreshold(Guid FarmerId, long? ThresholdStroops) : FarmerCommand(FarmerId);

/// <summary>KALE that the chain shows to have come in; counted once, told in the order of the chain.</summary>
/// <param name="EventId">Of the chain's event: fixed width, ordered as they happened.</param>
public sealed record RecordDeposit(Guid FarmerId, long AmountStroops, string From, string TransactionHash, uint Ledger, string EventId) : FarmerCommand(FarmerId);

/// <summary>KALE that the chain shows to have left the wallet, all that one transaction moved; told in the order of the chain.</summary>
/// <param name="Memo">Hex of the transaction's memo hash; null where it has none, or the node has forgotten it.</param>
/// <param name="TransactionHash">As the chain knows it.</param>
/// <param name="InnerHash">As it was built: another one where somebody's fee bump brought it in.</param>
/// <param name="FeeStroops">What the wallet paid.</param>
public sealed record RecordOutgoing(
    Guid FarmerId, IReadOnlyList<OutgoingLeg> Legs, string? Memo, string TransactionHash, string InnerHash, uint Ledger, long FeeStroops) : FarmerCommand(FarmerId);

/// <summary>The operator answers for a loss that nothing explains; without it nothing is paid.</summary>
/// <param name="LossStroops">All of it: he has seen what he accepts.</param>
/// <param name="PayoutsMade">How many the chain knows; null: as many as the journal does.</param>
public sealed record AcceptLoss(Guid FarmerId, long LossStroops, int? PayoutsMade, string Reason) : FarmerCommand(FarmerId);

/// <summary>Compares the journal with the chain when nothing is open; answered when they agree.</summary>
public sealed record CheckBalance(Guid FarmerId) : FarmerCommand(FarmerId);

/// <summary>What an operator says of an act whose outcome is unknown; refused where the chain contradicts.</summary>
/// <param name="Result">Success, Failed or NotHappened.</param>
/// <param name="ByTransaction">Of another's transaction that harvested; null: the act's own.</param>
/// <param name="Reason">For the journal.</param>
public sealed record ResolveAct(Guid FarmerId, string TransactionHash, ActResult Result, string? ByTransaction, string Reason) : FarmerCommand(FarmerId);

/// <summary>Whether the operator lets him be planted for; a repeat changes nothing.</summary>
public sealed record SetPaused(Guid FarmerId, bool IsPaused) : FarmerCommand(FarmerId);

/// <summary>Finishes what is open, then pays everything out and closes the wallet. It cannot be taken back.</summary>
public sealed record Leave(Guid FarmerId) : FarmerCommand(FarmerId);

/// <param name="Proof">Of the present payout wallet; null: the change waits.</param>
public sealed record ChangePayoutWallet(Guid FarmerId, string PayoutWallet, WalletProof? Proof) : FarmerCommand(FarmerId);

public sealed record CancelPayoutChange(Guid FarmerId, WalletProof Proof) : FarmerCommand(FarmerId);

/// <param name="TokenHash">Hex SHA-256 of the new token.</param>
public sealed record RenewToken(Guid FarmerId, string TokenHash, WalletProof Proof) : FarmerCommand(FarmerId);

/// <summary>Writes down that the wallet's secret is about to be shown; only a departed farmer's.</summary>
public sealed record ExportKey(Guid FarmerId) : FarmerCommand(FarmerId);

/// <summary>Goes on with what is open after a restart; needs no answer.</summary>
public sealed record WakeFarmer(Guid FarmerId) : FarmerCommand(FarmerId);

public sealed record GetFarmer(Guid FarmerId) : IFarmerMessage;

public abstract record FarmerReply(Guid FarmerId) : IFarmerMessage;

public sealed record FarmerRefused(Guid FarmerId, Failure Failure) : FarmerReply(FarmerId);

/// <summary>The farmer as he stands.</summary>
/// <param name="MeanRewardStroops">Of his last harvested blocks; null where there are none.</param>
/// <param name="OpenCompensations">The oldest <see cref="FarmerFacts.MostCompensations"/> that he is still owed; null where there are none.</param>
/// <param name="OwnPails">Of open blocks that no block of his pooler's harvests for him; null where there are none.</param>
public sealed record FarmerStanding(
    Guid FarmerId,
    Guid PoolerId,
    string CustodialWallet,
    string PayoutWallet,
    string TokenHash,
    FarmerStatus Status,
    decimal StakePercentage,
    long BalanceStroops,
    string? PausedBy = null,
    Failure? LeavingFailure = null,
    string? ExitHash = null,
    long OwedShareStroops = 0,
    long? PayoutThresholdStroops = null,
    PayoutMade? LastPayout = null,
    Failure? PayoutFailure = null,
    PayoutChange? PayoutChange = null,
    int ProofsUsed = 0,
    long? MeanRewardStroops = null,
    IReadOnlyList<Compensation>? OpenCompensations = null,
    IReadOnlyList<uint>? OwnPails = null) : FarmerReply(FarmerId);

/// <summary>Where one step of one block stands; <paramref name="Step"/> is final unless <see cref="StepState.Pending"/>.</summary>
public sealed record PlantStanding(Guid FarmerId, uint Block, StepState Step, long StakeStroops, string? TransactionHash, Failure? Failure) : FarmerReply(FarmerId);

/// <param name="Batch">That told him of the work; null where none did.</param>
public sealed record WorkStanding(Guid FarmerId, uint Block, StepState Step, Guid? Batch = null) : FarmerReply(FarmerId);

public sealed record HarvestStanding(Guid FarmerId, uint Block, StepState Step, long RewardStroops, string? TransactionHash, Failure? Failure) : FarmerReply(FarmerId);

/// <param name="Compensation">Null where nothing is owed for the block, or not yet, or it was settled long ago.</param>
public sealed record CompensationStanding(Guid FarmerId, uint Block, Compensation? Compensation) : FarmerReply(FarmerId);
