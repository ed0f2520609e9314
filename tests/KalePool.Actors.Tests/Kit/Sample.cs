using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Acts;

namespace KalePool.Actors.Tests.Kit;

/// <summary>The farmer, pooler and moments that all tests speak of.</summary>
static class Sample
{
    public const uint N = 42;

    public static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    public static readonly Guid Farmer = Id(1);
    public static readonly Guid Pooler = Id(100);
    public static readonly BlockKey Key = new(Pooler, N);
    public static readonly Failure Lost = new(ErrorCode.InsufficientXlm, "the wallet is empty", Attribution.Farmer);

    public static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    public static string Wallet(Guid farmer) => $"G{farmer:N}";

    public static PlantSlot Slot(uint block) => new(block, 1_700_000_000, 1_700_000_300);

    /// <summary>An envelope whose hash tells kind and block.</summary>
    public static ActEnvelope Envelope(ActKind kind, uint block = 0, int attempt = 1) =>
        new($"{(int)kind:x}{attempt:x}{block:x}".PadRight(64, 'f'), "AAAA", Wallet(Farmer), 77, 1050, 1_700_000_300, 1000);

    public static ActReport Success(long stake = 0, long reward = 0) => new(ActResult.Success, 1001, 100, stake, reward, null);

    public static ActReport NotHappened { get; } = new(ActResult.NotHappened, 0, 0, 0, 0, null);

    public static FarmerRegistered Registered { get; } = new(Farmer, Pooler, Wallet(Farmer), "GPAYOUT", 0.5m, "token", At);

    /// <summary>A farmer who may plant.</summary>
    public static FarmerEvent[] Active { get; } = [Registered, new FarmerActivated(Farmer, At), new FarmerSeated(Farmer, At)];

    public static PlantSubmitted PlantSent(uint block) => new(Farmer, block, 500, Envelope(ActKind.Plant, block), At);

    public static PlantSettled Planted(uint block) => new(Farmer, block, ActResult.Success, 500, 1001, 100, Envelope(ActKind.Plant, block).Hash, null, At);

    public static WorkRecorded Worked(uint block) => new(Farmer, block, 6, 20, WorkSource.Pooler, At);

    public static HarvestSubmitted HarvestSent(uint block) => new(Farmer, block, Envelope(ActKind.Harvest, block), At);

    public static FarmerEvent[] WorkedIn(uint block) => [PlantSent(block), Planted(block), Worked(block)];
}
