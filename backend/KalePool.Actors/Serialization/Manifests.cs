using System.Collections.Frozen;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;

namespace KalePool.Actors.Serialization;

/// <summary>
/// The names that types have in the journal and on the wire. A journal manifest is permanent: a type may be renamed, its manifest never;
/// a changed shape gets the next number and the old one stays readable.
/// </summary>
static class Manifests
{
    /// <summary>In the journal for ever.</summary>
    public static readonly FrozenDictionary<string, Type> Journal = new Dictionary<string, Type>
    {
        ["farmer-registered:1"] = typeof(FarmerRegistered),
        ["trustline-submitted:1"] = typeof(TrustlineSubmitted),
        ["trustline-settled:1"] = typeof(TrustlineSettled),
        ["farmer-activated:1"] = typeof(FarmerActivated),
        ["farmer-seated:1"] = typeof(FarmerSeated),
        ["plant-submitted:1"] = typeof(PlantSubmitted),
        ["plant-settled:1"] = typeof(PlantSettled),
        ["plant-refused:1"] = typeof(PlantRefused),
        ["rescue-submitted:1"] = typeof(RescueSubmitted),
        ["rescue-settled:1"] = typeof(RescueSettled),
        ["work-submitted:1"] = typeof(WorkSubmitted),
        ["work-settled:1"] = typeof(WorkSettled),
        ["pail-taken-up:1"] = typeof(PailTakenUp),
        ["extension-submitted:1"] = typeof(ExtensionSubmitted),
        ["extension-settled:1"] = typeof(ExtensionSettled),
        ["work-recorded:1"] = typeof(WorkRecorded),
        ["work-missed:1"] = typeof(WorkMissed),
        ["harvest-submitted:1"] = typeof(HarvestSubmitted),
        ["harvest-settled:1"] = typeof(HarvestSettled),
        ["harvest-refused:1"] = typeof(HarvestRefused),
        ["stake-changed:1"] = typeof(StakeChanged),
        ["farmer-paused:1"] = typeof(FarmerPaused),
        ["farmer-resumed:1"] = typeof(FarmerResumed),
        ["leaving-started:1"] = typeof(LeavingStarted),
        ["farmer-unseated:1"] = typeof(FarmerUnseated),
        ["deposit-recorded:1"] = typeof(DepositRecorded),
        ["payout-not-found:1"] = typeof(PayoutNotFound),
        ["payout-found:1"] = typeof(PayoutFound),
        ["payment-recovered:1"] = typeof(PaymentRecovered),
        ["outgoing-recorded:1"] = typeof(OutgoingRecorded),
        ["loss-accepted:1"] = typeof(LossAccepted),
        ["balance-corrected:1"] = typeof(BalanceCorrected),
        ["outcome-resolved:1"] = typeof(OutcomeResolved),
        ["payout-threshold-changed:1"] = typeof(PayoutThresholdChanged),
        ["payout-submitted:1"] = typeof(PayoutSubmitted),
        ["payout-settled:1"] = typeof(PayoutSettled),
        ["payout-refused:1"] = typeof(PayoutRefused),
        ["exit-submitted:1"] = typeof(ExitSubmitted),
        ["exit-settled:1"] = typeof(ExitSettled),
        ["exit-refused:1"] = typeof(ExitRefused),
        ["farmer-departed:1"] = typeof(FarmerDeparted),
        ["key-exported:1"] = typeof(KeyExported),
        ["compensation-decided:1"] = typeof(CompensationDecided),
        ["compensation-netted:1"] = typeof(CompensationNetted),
        ["compensation-paid:1"] = typeof(CompensationPaid),
        ["payout-change-requested:1"] = typeof(PayoutChangeRequested),
        ["payout-change-cancelled:1"] = typeof(PayoutChangeCancelled),
        ["payout-wallet-changed:1"] = typeof(PayoutWalletChanged),
        ["token-renewed:1"] = typeof(TokenRenewed),
        ["block-opened:1"] = typeof(BlockOpened),
        ["block-seen:1"] = typeof(BlockSeen),
        ["plants-recorded:1"] = typeof(PlantsRecorded),
        ["works-reported:1"] = typeof(WorksReported),
        ["works-taken:1"] = typeof(WorksTaken),
        ["works-recorded:1"] = typeof(WorksRecorded),
        ["harvests-assigned:1"] = typeof(HarvestsAssigned),
        ["harvests-recorded:1"] = typeof(HarvestsRecorded),
        ["block-completed:1"] = typeof(BlockCompleted),
        ["pooler-created:1"] = typeof(PoolerCreated),
        ["pooler-key-rotated:1"] = typeof(PoolerKeyRotated),
        ["pooler-deactivated:1"] = typeof(PoolerDeactivated),
        ["pooler-reactivated:1"] = typeof(PoolerReactivated),
        ["farmer-joined:1"] = typeof(FarmerJoined),
        ["farmer-left:1"] = typeof(FarmerLeft),
        ["pooler-block-opened:1"] = typeof(PoolerBlockOpened),
        ["pooler-block-closed:1"] = typeof(PoolerBlockClosed),
        ["account-batch-submitted:1"] = typeof(AccountBatchSubmitted),
        ["account-batch-settled:1"] = typeof(AccountBatchSettled),
        ["account-batch-delivered:1"] = typeof(AccountBatchDelivered),
        ["account-members-released:1"] = typeof(AccountMembersReleased),
    }.ToFrozenDictionary();

    /// <summary>Between nodes only; may change with a version that both sides of a rolling upgrade know.</summary>
    public static readonly FrozenDictionary<string, Type> Wire = new[]
    {
        typeof(RegisterFarmer), typeof(ConfirmFunding), typeof(Plant), typeof(RecordWork), typeof(RecordMissedWork), typeof(Rescue), typeof(Harvest), typeof(WakeFarmer), typeof(GetFarmer),
        typeof(OpenNext), typeof(FindPails), typeof(KeepPails),
        typeof(ChangeStake), typeof(ChangePayoutThreshold), typeof(SetPaused), typeof(Leave), typeof(ExportKey), typeof(ChangePayoutWallet), typeof(CancelPayoutChange), typeof(RenewToken),
        typeof(RecordDeposit), typeof(RecordOutgoing), typeof(AcceptLoss), typeof(CheckBalance), typeof(SettleCompensation), typeof(PayCompensation), typeof(CompensationStanding), typeof(ResolveAct),
        typeof(FarmerRefused), typeof(FarmerStanding), typeof(PlantStanding), typeof(WorkStanding), typeof(HarvestStanding),
        typeof(RequestPlants), typeof(ReportWorks), typeof(RequestHarvests), typeof(WakeBlock), typeof(GetBlock), typeof(BlockStanding), typeof(BlockRefused),
        typeof(CreatePooler), typeof(RotateKey), typeof(SetActive), typeof(TakeSeat), typeof(LeaveSeat), typeof(SeatLeft), typeof(OpenBlock), typeof(CloseBlock), typeof(Beat), typeof(GetPooler),
        typeof(PoolerStanding), typeof(SeatTaken), typeof(BlockRoster), typeof(PoolerRefused),
        typeof(RecordBatchHarvest), typeof(RecordBatchRescue), typeof(CarryHarvests), typeof(CarryRescues), typeof(FundChannels), typeof(WakeAccount), typeof(HarvestsCarried), typeof(RescuesOver),
        typeof(SubmitWorks), typeof(WorksAnswered), typeof(SubmitWork), typeof(RecordBatchWork), typeof(CarryWorks), typeof(WorksGivenBack), typeof(CarryCompensation), typeof(CompensationCarried),
    }.ToFrozenDictionary(t => t.Name);

    static readonly FrozenDictionary<Type, string> Names = Journal.Concat(Wire).ToFrozenDictionary(p => p.Value, p => p.Key);

    public static Type? Find(string manifest) => Journal.GetValueOrDefault(manifest) ?? Wire.GetValueOrDefault(manifest);

    /// <exception cref="ArgumentException">The type has no manifest: it must not be sent or persisted.</exception>
    public static string Of(Type type) => Names.TryGetValue(type, out var manifest) ? manifest : throw new ArgumentException($"{type.Name} has no manifest", nameof(type));
}
