using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using KalePool.Stellar.Acts;

namespace KalePool.Actors.Tests.Serialization;

/// <summary>One event of every kind that the journal knows, with every field set. The golden files were written from these values.</summary>
static class JournalSamples
{
    static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    static readonly Guid Farmer = new("0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051");
    static readonly Guid Other = new("0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4052");
    static readonly Guid Pooler = new("0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4053");
    static readonly Guid Batch = new("0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4054");
    static readonly BatchPart Part = new(new BlockKey(Pooler, Block), [Farmer, Other]);
    static readonly string Hash = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));
    static readonly Failure Failure = new(ErrorCode.InsufficientXlm, "the wallet holds 0.1 XLM of 0.15", Attribution.Farmer);

    const string Wallet = "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ";
    const string Payout = "GBRPYHIL2CI3FNQ4BXLFMNDLFJUNPU2HY3ZMFSHONUCEOASW7QC7OX2H";
    const uint Block = 123_456;

    static readonly ActEnvelope Envelope = new(Hash, "AAAAAgAAAAA+/w==", Wallet, 226_998_512_910_405_637, 1050, 1_767_323_345, 1000);

    static readonly HandedWork Work = new(Farmer, 18_446_744_073_709_551_615, Hash);

    static readonly Payment Paid = new(Payout, 25_050_000_000, Wallet, 1_252_500_000, 7);

    public static IReadOnlyList<object> All { get; } =
    [
        new FarmerRegistered(Farmer, Pooler, Wallet, Payout, 0.1234m, Hash, At),
        new TrustlineSubmitted(Farmer, Envelope, At),
        new TrustlineSettled(Farmer, ActResult.Failed, 1001, 100, Failure, At),
        new FarmerActivated(Farmer, At),
        new FarmerSeated(Farmer, At, 0.05m, Payout),
        new StakeChanged(Farmer, 0.25m, At),
        new FarmerPaused(Farmer, "operator", At),
        new FarmerResumed(Farmer, At),
        new LeavingStarted(Farmer, At),
        new FarmerUnseated(Farmer, At),
        new DepositRecorded(Farmer, 1_000_000_000, Payout, Hash, 1060, "0000004552665337856-0000000001", At),
        new PayoutFound(Farmer, 3, Paid, Hash, 1060, At, true),
        new PaymentRecovered(Farmer, PaymentMemo.Exit, 4, Paid, 1_252_499_999, Hash, 1060, 200, At, Hash),
        new OutgoingRecorded(Farmer, 25_050_000_000, Payout, Hash, 1060, At),
        new LossAccepted(Farmer, 25_050_000_000, 4, "paid before the disk was lost", At, 1_252_500_000),
        new PayoutNotFound(Farmer, 3, Hash, 1060, At),
        new BalanceCorrected(Farmer, -7, 1_000_000_000, 1060, "more went out than acts of the pool moved", At),
        new OutcomeResolved(Farmer, ActKind.Harvest, Block, Hash, ActResult.Success, "an explorer shows it", 1060, 12_345, At, 5_000_000_000, 25_050_000_000, 0.05m, 1_252_500_000, 57, Paid, Hash, true),
        new PayoutThresholdChanged(Farmer, 1_000_000_000, At),
        new PayoutSubmitted(Farmer, 3, Paid, Envelope, At),
        new PayoutSettled(Farmer, 3, ActResult.Success, Paid, 1060, 200, Hash, Failure, At, 777),
        new PayoutRefused(Farmer, Failure, At),
        new ExitSubmitted(Farmer, Payout, 25_050_000_000, Envelope, At, Wallet, 1_252_500_000, 7),
        new ExitSettled(Farmer, ActResult.Success, 25_050_000_000, 29_999_700, 1060, 300, Hash, Failure, At, Payout, Wallet, 1_252_500_000, 7, 777),
        new ExitRefused(Farmer, Failure, At),
        new FarmerDeparted(Farmer, At),
        new KeyExported(Farmer, At),
        new CompensationDecided(Farmer, Block, Compensation.WorkFailure, Attribution.Pooler, 5_100_000_000, 1_252_500_000, "never worked", At),
        new CompensationNetted(Farmer, Block, 7, At),
        new CompensationPaid(Farmer, Block, 3_847_500_000, Wallet, Hash, 1060, 7, At),
        new PayoutChangeRequested(Farmer, Payout, At + PayoutChange.WaitingTime, At),
        new PayoutChangeCancelled(Farmer, Payout, At),
        new PayoutWalletChanged(Farmer, Payout, true, At),
        new TokenRenewed(Farmer, Hash, At),
        new PlantSubmitted(Farmer, Block, 9_223_372_036_854_775_807, Envelope, At, true),
        new PlantSettled(Farmer, Block, ActResult.Success, 5_000_000_000, 1001, 12_345, Hash, Failure, At, 0.05m, 18_280, 777, true, true, true),
        new PailTakenUp(Farmer, Block, true, Hash, At),
        new ExtensionSubmitted(Farmer, [Block, Block + 1], 17_279, Envelope, At),
        new ExtensionSettled(Farmer, [Block, Block + 1], ActResult.Success, 18_339, 1060, 12_345, Hash, Failure, At, 777),
        new PlantRefused(Farmer, Block, Failure, At),
        new RescueSubmitted(Farmer, Block, Envelope, At),
        new RescueSettled(Farmer, Block, ActResult.Success, 57, 1057, 13_487, Hash, Failure, At, Other, 777),
        new WorkSubmitted(Farmer, Block, Work, Envelope, At),
        new WorkSettled(Farmer, Block, ActResult.Success, 6, 57, 1057, 13_487, Hash, Failure, At, Other, 777),
        new WorkRecorded(Farmer, Block, 6, 20, WorkSource.Pooler, At, true, true),
        new WorkMissed(Farmer, Block, Failure, At),
        new HarvestSubmitted(Farmer, Block, Envelope, At),
        new HarvestSettled(Farmer, Block, ActResult.NotHappened, 25_050_000_000, 5_000_000_000, 1060, 12_345, Hash, Failure, At, 1_252_500_000, HarvestSource.Other, true, Other, 777),
        new HarvestRefused(Farmer, Block, Failure, At),
        new BlockOpened(Pooler, Block, [new(Farmer, Wallet), new(Other, Payout)], [Other], At, true),
        new BlockSeen(Pooler, Block, 1_767_323_045, Hash, 20, 5_000_000_000, 6, At),
        new PlantsRecorded(Pooler, Block, [new(Farmer, 5_000_000_000, Hash, null, true), new(Other, 0, null, Failure)], At),
        new WorksReported(Pooler, Block, [new(Farmer, true, 18_446_744_073_709_551_615, Hash, 6, 20, Hash, null), new(Other, false, null, null, null, null, null, ErrorCode.HashInvalid)], At),
        new WorksTaken(Pooler, Block, [Work, new(Other, 0, Hash)], At),
        new WorksRecorded(Pooler, Block, [new(Farmer, 6, 20, null), new(Other, 0, 0, Failure)], At),
        new HarvestsAssigned(Pooler, Block, [new(AccountIds.Operator, [Farmer]), new(AccountIds.Channel(1), [Other])], At),
        new HarvestsRecorded(Pooler, Block, [new(Farmer, 25_050_000_000, Hash, null), new(Other, 0, null, Failure)], At),
        new BlockCompleted(Pooler, Block, At),
        new PoolerCreated(Pooler, "north", Wallet, Hash, 0.05m, 100, At),
        new PoolerKeyRotated(Pooler, Hash, At),
        new PoolerDeactivated(Pooler, At),
        new PoolerReactivated(Pooler, At),
        new FarmerJoined(Pooler, Farmer, Wallet, At),
        new FarmerLeft(Pooler, Farmer, At),
        new PoolerBlockOpened(Pooler, Block, [Farmer], [Other], At),
        new PoolerBlockClosed(Pooler, Block, At),
        new AccountBatchSubmitted(AccountIds.Channel(1), Batch, BatchKind.Harvest, [Part], [new(new BlockKey(Pooler, Block + 1), [Other])], Envelope, At),
        new AccountBatchSettled(
            AccountIds.Channel(1), Batch, BatchKind.Harvest, ActResult.Success, [new(true, 25_050_000_000, 5_000_000_000, 57, null, 6, [new(Wallet, 3_847_500_000)]), new(false, 0, 0, 0, "PailMissing")], 1060, 795_000, Hash, Failure, At),
        new AccountBatchDelivered(AccountIds.Channel(1), Batch, At),
        new AccountMembersReleased(AccountIds.Channel(1), BatchKind.Rescue, [Part], "the account does not exist", At),
    ];

    /// <summary>The same kinds with everything left out that may be absent.</summary>
    public static IReadOnlyList<object> Bare { get; } =
    [
        new TrustlineSettled(Farmer, ActResult.Success, 1001, 100, null, At),
        new FarmerSeated(Farmer, At),
        new OutcomeResolved(Farmer, ActKind.Payout, 0, Hash, ActResult.NotHappened, "it never left", 1060, 0, At),
        new PayoutThresholdChanged(Farmer, null, At),
        new PayoutSettled(Farmer, 1, ActResult.Success, new Payment(Payout, 1), 1060, 200, Hash, null, At),
        new ExitSettled(Farmer, ActResult.Success, 1, 2, 1060, 300, Hash, null, At),
        new PlantSettled(Farmer, Block, ActResult.Success, 0, 1001, 0, null, null, At),
        new HarvestSettled(Farmer, Block, ActResult.Unknown, 0, 0, 0, 0, Hash, null, At),
        new RescueSettled(Farmer, Block, ActResult.Success, 57, 1057, 13_487, Hash, null, At),
        new WorkSettled(Farmer, Block, ActResult.Failed, 0, 0, 1057, 13_487, Hash, null, At),
        new BlockOpened(Pooler, 0, [], [], At),
        new PlantsRecorded(Pooler, 0, [], At),
        new AccountBatchSettled(AccountIds.Operator, Batch, BatchKind.Funding, ActResult.NotHappened, [], 0, 0, Hash, null, At),
        new PoolerBlockOpened(Pooler, 0, [], [], At),
    ];
}
