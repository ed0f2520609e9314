using KalePool.Contracts.Errors;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Acts;

namespace KalePool.Domain.Tests;

/// <summary>The farmer, pooler and moments that all tests speak of.</summary>
static class Given
{
    public const uint N = 42;

    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly Guid Farmer = Id(1);
    public static readonly Guid Pooler = Id(100);
    public static readonly BlockKey Key = new(Pooler, N);
    public static readonly Failure Lost = new(ErrorCode.InsufficientXlm, "the wallet is empty", Attribution.Farmer);

    public static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    public static ActEnvelope Envelope(char digit) => new(new string(digit, 64), "AAAA", "GABC", 7, 1050, 5000, 1000);

    public static RegisterFarmer Registration => new(Farmer, Pooler, "GWALLET", "GPAYOUT", 0.5m, "token");

    public static PlantSlot Slot(uint block) => new(block, 0, 9000);

    public static FarmerState State(params FarmerEvent[] events) => events.Aggregate(FarmerState.Empty, (s, e) => s.Apply(e));

    public static FarmerEvent[] Active => [new FarmerRegistered(Farmer, Pooler, "GWALLET", "GPAYOUT", 0.5m, "token", Now), new FarmerActivated(Farmer, Now), new FarmerSeated(Farmer, Now)];

    public static FarmerEvent PlantSent(uint block, long stake = 500) => new PlantSubmitted(Farmer, block, stake, Envelope('a'), Now);

    public static FarmerEvent Planted(uint block, long stake = 500) => PlantEnded(block, ActResult.Success, stake, null);

    public static FarmerEvent PlantEnded(uint block, ActResult result, long stake, Failure? failure) =>
        new PlantSettled(Farmer, block, result, stake, 1001, 100, Envelope('a').Hash, failure, Now);

    public static FarmerEvent Worked(uint block, uint zeros = 6) => new WorkRecorded(Farmer, block, zeros, 20, WorkSource.Pooler, Now);

    public static FarmerEvent Missed(uint block) => new WorkMissed(Farmer, block, Lost, Now);

    public static FarmerEvent HarvestSent(uint block) => new HarvestSubmitted(Farmer, block, Envelope('b'), Now);

    public static FarmerEvent Harvested(uint block, long reward = 900, long stake = 500) => HarvestEnded(block, ActResult.Success, reward, stake, null);

    public static FarmerEvent HarvestEnded(uint block, ActResult result, long reward, long stake, Failure? failure) =>
        new HarvestSettled(Farmer, block, result, reward, stake, 1060, 100, Envelope('b').Hash, failure, Now);

    /// <summary>A chain whose newest block is the one after that.</summary>
    public static ChainSnapshot Over(uint block) => new(2_000, 1_700_000_100, block + 1, 1_700_000_000, KalePool.Kale.KaleBlock.Fresh(1_700_000_000), 300, 5_000);

    /// <summary>All events of a block from plant to harvest.</summary>
    public static FarmerEvent[] WholeBlock(uint block) => [PlantSent(block), Planted(block), Worked(block), HarvestSent(block), Harvested(block)];
}
