using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Serialization;

/// <summary>Every message that may cross from node to node.</summary>
static class WireSamples
{
    static readonly ReportedWork Report = new(Farmer, true, ulong.MaxValue, "aa", 6, 20, "bb", ErrorCode.HashInvalid);

    static readonly BlockFarmer Row = new(Farmer, Wallet(Farmer))
    {
        Plant = StepState.Success,
        StakeStroops = 500,
        PlantHash = "aa",
        ToldTooLate = true,
        Work = StepState.Success,
        Zeros = 6,
        Gap = 20,
        Harvest = StepState.Failed,
        RewardStroops = 900,
        HarvestHash = "bb",
        HarvestedBy = AccountIds.Operator,
        Failure = Lost,
    };

    static readonly Compensation Owed = new(N, Compensation.WorkFailure, Attribution.Pooler, 1_500, 50, 7, "cc");

    static readonly HandedWork Work = new(Farmer, ulong.MaxValue, "00ff");

    static readonly WalletProof Proof = new("GPAYOUT", 3, At);

    public static IReadOnlyList<object> All { get; } =
    [
        new RegisterFarmer(Farmer, Pooler, Wallet(Farmer), "GPAYOUT", 0.1234m, "token"),
        new ConfirmFunding(Farmer),
        new Plant(Farmer, Slot(N) with { WasAskedLate = true }),
        new OpenNext(Farmer, Slot(N), true),
        new FindPails(Farmer, [N, N + 1]),
        new KeepPails(Farmer, 1_060),
        new RecordWork(Farmer, N, 6, 20, WorkSource.Other, true, true),
        new Rescue(Farmer, N),
        new RecordMissedWork(Farmer, N, Lost),
        new Harvest(Farmer, N),
        new ChangeStake(Farmer, 0.25m),
        new ChangePayoutThreshold(Farmer, 1_000),
        new RecordDeposit(Farmer, 700, "GSOMEBODY", "aa", 1060, "0000004552665337856-0000000001"),
        new RecordOutgoing(Farmer, [new("GSOMEBODY", 700), new("GPAYOUT", 30)], "0f", "aa", "bb", 1060, 200),
        new AcceptLoss(Farmer, 700, 3, "found in the books"),
        new CheckBalance(Farmer),
        new SettleCompensation(Farmer, N, 900),
        new PayCompensation(Farmer, N, "aa", 1070, [new KalePaid("GWALLET", 1_450)]),
        new CompensationStanding(Farmer, N, Owed),
        new ResolveAct(Farmer, "aa", ActResult.NotHappened, "bb", "seen on an explorer"),
        new SetPaused(Farmer, true),
        new Leave(Farmer),
        new ExportKey(Farmer),
        new ChangePayoutWallet(Farmer, "GNEXT", Proof),
        new CancelPayoutChange(Farmer, Proof),
        new RenewToken(Farmer, "token", Proof),
        new WakeFarmer(Farmer),
        new GetFarmer(Farmer),
        new FarmerRefused(Farmer, Lost),
        new FarmerStanding(Farmer, Pooler, Wallet(Farmer), "GPAYOUT", "token", FarmerStatus.Leaving, 0.1234m, -500, "operator", Lost, "aa", 45, 1_000, new PayoutMade(3, 700, "bb", At), Lost, new PayoutChange("GNEXT", At), 3, 900, [Owed], [N]),
        new PlantStanding(Farmer, N, StepState.Failed, 500, "aa", Lost),
        new WorkStanding(Farmer, N, StepState.Success, Id(7)),
        new HarvestStanding(Farmer, N, StepState.Failed, 900, "aa", Lost),
        new RequestPlants(Key, 12, 25_000, 7),
        new ReportWorks(Key, [Report], 25_000),
        new RequestHarvests(Key, [Farmer], 25_000),
        new WakeBlock(Key),
        new GetBlock(Key),
        new BlockStanding(Key, BlockStatus.Active, At, [Row, new BlockFarmer(Id(2), Wallet(Id(2)))], [Id(3)], "127.0.0.1:4053"),
        new BlockRefused(Key, Lost),
        new CreatePooler(Pooler, "north", "GPOOLER", "key", 0.05m, 100),
        new RotateKey(Pooler, "key"),
        new SetActive(Pooler, false),
        new TakeSeat(Pooler, Farmer, Wallet(Farmer)),
        new OpenBlock(Pooler, N, 12),
        new CloseBlock(Pooler, N),
        new Beat(Pooler),
        new GetPooler(Pooler),
        new PoolerStanding(Pooler, true, true, "north", "GPOOLER", "key", 0.05m, 100, 3, At, At, [N], [N - 1, N]),
        new LeaveSeat(Pooler, Farmer),
        new SeatLeft(Pooler, Farmer),
        new SeatTaken(Pooler, Farmer, 0.05m, "GPOOLER"),
        new BlockRoster(Pooler, N, [new RosterEntry(Farmer, Wallet(Farmer))], [Id(3)]),
        new PoolerRefused(Pooler, Lost),
        new RecordBatchHarvest(Farmer, N, Id(7), "aa", 1060, 900, 500),
        new RecordBatchRescue(Farmer, N, Id(7), "aa", 1057, 57),
        new CarryHarvests(AccountIds.Operator, Key, [new RosterEntry(Farmer, Wallet(Farmer))]),
        new CarryRescues(AccountIds.Channel(2), Key, [new RosterEntry(Farmer, Wallet(Farmer))]),
        new FundChannels(AccountIds.Operator),
        new WakeAccount(AccountIds.Operator),
        new HarvestsCarried(Key, AccountIds.Operator, [Farmer], [Id(2)]),
        new RescuesOver(Key, [Farmer], [Id(2)]),
        new SubmitWorks(Key, [Work]),
        new WorksAnswered(Key, [Farmer], [new RefusedWork(Id(2), Lost)]),
        new SubmitWork(Farmer, N, Work),
        new RecordBatchWork(Farmer, N, Id(7), "aa", 1057, 6, 57),
        new CarryWorks(AccountIds.Channel(2), Key, [new WorkEntry(Wallet(Farmer), Work)]),
        new WorksGivenBack(Key, [Work]),
        new CarryCompensation(AccountIds.Operator, Key, Farmer, At),
        new CompensationCarried(AccountIds.Operator, Key, Farmer, "no KALE"),
    ];
}
