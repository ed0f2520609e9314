using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using KalePool.Stellar.Acts;

namespace KalePool.Backend.Tests.ReadModel;

/// <summary>A small pool's life, as its entities write it down: one pooler, three farmers, some blocks.</summary>
static class Story
{
    public const uint FirstBlock = 100;
    public const long Reward = 25_000_000;

    /// <summary>Of each reward.</summary>
    public const long Share = 1_250_000;

    public static readonly Guid Pooler = new("0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4000");
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    public static readonly Failure NotWorked = new(ErrorCode.NotWorked, "closed before the pail was worked", Attribution.Pooler);
    public static readonly Failure Poor = new(ErrorCode.InsufficientXlm, "=1+1 XLM of 2", Attribution.Farmer);

    public static Guid Farmer(int number) => new(number, 0x4e5f, 0x0a9b, new byte[8]);

    public static string Wallet(int number) => $"GCUSTODIAL{number}";

    public static string Hash(string act, uint block, int number) => $"{act}-{block}-{number}";

    public static DateTimeOffset At(uint block, int second) => Start + TimeSpan.FromMinutes(5) * (block - FirstBlock) + TimeSpan.FromSeconds(second);

    const long PaidOut = 5_000_000;
    const long SharePaid = 250_000;
    static readonly Payment Paid = new("GPAYOUT1", PaidOut, "GPOOLER", SharePaid);

    static ActEnvelope Act(string act, uint block, int number) => new(Hash(act, block, number), "AAAA", Wallet(number), 1, 1_000, 2_000, 900);

    public static IEnumerable<IEvent> Founding =>
    [
        new PoolerCreated(Pooler, "north", "GPOOLER", "key-hash", 0.05m, 10, Start),
        .. Enumerable.Range(1, 3).SelectMany(Registration),
    ];

    static IEnumerable<IEvent> Registration(int number)
    {
        var id = Farmer(number);
        return
        [
            new FarmerRegistered(id, Pooler, Wallet(number), $"GPAYOUT{number}", 0.5m, $"token-{number}", Start),
            new TrustlineSubmitted(id, Act("trustline", 0, number), Start),
            new TrustlineSettled(id, ActResult.Success, 10, 100, null, Start),
            new FarmerJoined(Pooler, id, Wallet(number), Start),
            new FarmerSeated(id, Start, 0.05m, "GPOOLER"),
        ];
    }

    /// <summary>The first farmer is worked and harvested, the second is not worked, the third has too little XLM.</summary>
    public static IEnumerable<IEvent> Block(uint block) =>
    [
        new PoolerBlockOpened(Pooler, block, [Farmer(1), Farmer(2), Farmer(3)], [], At(block, 0)),
        new BlockOpened(Pooler, block, [new(Farmer(1), Wallet(1)), new(Farmer(2), Wallet(2)), new(Farmer(3), Wallet(3))], [], At(block, 0)),
        new BlockSeen(Pooler, block, 1_767_323_045, "ent", 20, 1_000, 6, At(block, 1)),
        .. Planted(block, 1, 1_000),
        .. Planted(block, 2, 400),
        new PlantRefused(Farmer(3), block, Poor, At(block, 5)),
        new PlantsRecorded(Pooler, block, [new(Farmer(1), 1_000, Hash("plant", block, 1), null), new(Farmer(2), 400, Hash("plant", block, 2), null), new(Farmer(3), 0, null, Poor)], At(block, 6)),
        new WorksRecorded(Pooler, block, [new(Farmer(1), 5, 14, null)], At(block, 60)),
        new WorksReported(Pooler, block, [new(Farmer(1), true, ulong.MaxValue, "ab", 6, 15, "work-hash", null)], At(block, 70)),
        new WorksRecorded(Pooler, block, [new(Farmer(1), 6, 15, null)], At(block, 71)),
        new WorksRecorded(Pooler, block, [new(Farmer(2), 0, 0, NotWorked)], At(block, 310)),
        new WorkRecorded(Farmer(1), block, 6, 15, WorkSource.Pooler, At(block, 312)),
        new WorkMissed(Farmer(2), block, NotWorked, At(block, 312)),
        new HarvestSubmitted(Farmer(1), block, Act("harvest-late", block, 1), At(block, 313)),
        new HarvestSettled(Farmer(1), block, ActResult.Failed, 0, 0, 60, 40, Hash("harvest-late", block, 1), null, At(block, 314)),
        new HarvestSubmitted(Farmer(1), block, Act("harvest", block, 1), At(block, 315)),
        new HarvestSettled(Farmer(1), block, ActResult.Success, Reward, 1_000, 61, 70, Hash("harvest", block, 1), null, At(block, 320), Share),
        new HarvestsRecorded(Pooler, block, [new(Farmer(1), Reward, Hash("harvest", block, 1), null)], At(block, 321)),
        new BlockCompleted(Pooler, block, At(block, 322)),
        new PoolerBlockClosed(Pooler, block, At(block, 323)),
    ];

    /// <summary>The pooler does nothing: the first farmer's pail is worked by his own wallet, at the second try.</summary>
    public static IEnumerable<IEvent> RescuedBlock(uint block) =>
    [
        new BlockOpened(Pooler, block, [new(Farmer(1), Wallet(1))], [], At(block, 0)),
        .. Planted(block, 1, 1_000),
        new PlantsRecorded(Pooler, block, [new(Farmer(1), 1_000, Hash("plant", block, 1), null)], At(block, 6)),
        new RescueSubmitted(Farmer(1), block, Act("rescue-early", block, 1), At(block, 280)),
        new RescueSettled(Farmer(1), block, ActResult.Failed, 0, 58, 44, Hash("rescue-early", block, 1), null, At(block, 285)),
        new RescueSubmitted(Farmer(1), block, Act("rescue", block, 1), At(block, 286)),
        new RescueSettled(Farmer(1), block, ActResult.Success, 55, 59, 55, Hash("rescue", block, 1), null, At(block, 290)),
        new WorksRecorded(Pooler, block, [new(Farmer(1), 0, 55, null)], At(block, 291)),
        new WorkRecorded(Farmer(1), block, 0, 55, WorkSource.Rescue, At(block, 312)),
        new HarvestSubmitted(Farmer(1), block, Act("harvest", block, 1), At(block, 315)),
        new HarvestSettled(Farmer(1), block, ActResult.Success, Reward, 1_000, 61, 70, Hash("harvest", block, 1), null, At(block, 320), Share),
        new HarvestsRecorded(Pooler, block, [new(Farmer(1), Reward, Hash("harvest", block, 1), null)], At(block, 321)),
        new BlockCompleted(Pooler, block, At(block, 322)),
    ];

    /// <summary>The pooler hands his work over: it lands from the first farmer's wallet at the second try.</summary>
    public static IEnumerable<IEvent> HandedBlock(uint block) =>
    [
        new BlockOpened(Pooler, block, [new(Farmer(1), Wallet(1))], [], At(block, 0)),
        .. Planted(block, 1, 1_000),
        new PlantsRecorded(Pooler, block, [new(Farmer(1), 1_000, Hash("plant", block, 1), null)], At(block, 6)),
        new WorksTaken(Pooler, block, [Handed], At(block, 200)),
        new WorkSubmitted(Farmer(1), block, Handed, Act("work-early", block, 1), At(block, 201)),
        new WorkSettled(Farmer(1), block, ActResult.Failed, 0, 0, 58, 44, Hash("work-early", block, 1), null, At(block, 205)),
        new WorkSubmitted(Farmer(1), block, Handed, Act("work", block, 1), At(block, 206)),
        new WorkSettled(Farmer(1), block, ActResult.Success, 3, 40, 59, 55, Hash("work", block, 1), null, At(block, 210)),
        new WorksRecorded(Pooler, block, [new(Farmer(1), 3, 40, null)], At(block, 211)),
        new WorkRecorded(Farmer(1), block, 3, 40, WorkSource.Backend, At(block, 312)),
        new HarvestSubmitted(Farmer(1), block, Act("harvest", block, 1), At(block, 315)),
        new HarvestSettled(Farmer(1), block, ActResult.Success, Reward, 1_000, 61, 70, Hash("harvest", block, 1), null, At(block, 320), Share),
        new HarvestsRecorded(Pooler, block, [new(Farmer(1), Reward, Hash("harvest", block, 1), null)], At(block, 321)),
        new BlockCompleted(Pooler, block, At(block, 322)),
    ];

    static HandedWork Handed => new(Farmer(1), 99, "000fff");

    static IEnumerable<IEvent> Planted(uint block, int number, long stake) =>
    [
        new PlantSubmitted(Farmer(number), block, stake, Act("plant", block, number), At(block, 2)),
        new PlantSettled(Farmer(number), block, ActResult.Success, stake, 50, 30, Hash("plant", block, number), null, At(block, 3 + number), 0.05m),
    ];

    /// <summary>The first farmer leaves with what he has after so many blocks.</summary>
    public static IEnumerable<IEvent> Leaving(uint after, int blocks) =>
    [
        new LeavingStarted(Farmer(1), At(after, 400)),
        new FarmerLeft(Pooler, Farmer(1), At(after, 401)),
        new FarmerUnseated(Farmer(1), At(after, 402)),
        new PayoutThresholdChanged(Farmer(1), 10, At(after, 402)),
        new PayoutSubmitted(Farmer(1), 1, Paid, Act("payout", after, 1), At(after, 402)),
        new PayoutSettled(Farmer(1), 1, ActResult.Success, Paid, 69, 200, Hash("payout", after, 1), null, At(after, 402)),
        new ExitSubmitted(Farmer(1), "GPAYOUT1", (Reward - Share) * blocks - PaidOut, Act("exit", after, 1), At(after, 403), "GPOOLER", (Share * blocks) - SharePaid),
        new ExitSettled(
            Farmer(1), ActResult.Success, (Reward - Share) * blocks - PaidOut, 29_999_700, 70, 300, Hash("exit", after, 1), null, At(after, 404), "GPAYOUT1", "GPOOLER", (Share * blocks) - SharePaid),
        new KeyExported(Farmer(1), At(after, 405)),
    ];

    public static IReadOnlyList<IEvent> Whole =>
    [
        .. Founding,
        .. Block(FirstBlock),
        new StakeChanged(Farmer(2), 0.25m, At(FirstBlock, 330)),
        new FarmerPaused(Farmer(3), "operator", At(FirstBlock, 331)),
        .. Block(FirstBlock + 1),
        .. Leaving(FirstBlock + 1, 2),
    ];
}
