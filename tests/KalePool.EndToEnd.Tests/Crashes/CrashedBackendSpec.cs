using KalePool.Contracts;
using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests.Crashes;

[Trait("Category", "Long")]
public sealed class CrashedBackendSpec
{
    public static TheoryData<CrashPoint> Steps => new(
    [
        .. Crash.Both(Names.Backend, Crash.Send, 1, 2, 3, 4), .. Crash.Both(Names.Pooler, Routes.PlantRequest, 1), .. Crash.Both(Names.Pooler, Routes.WorkComplete, 1),
        .. Crash.Both(Names.Pooler, Routes.HarvestRequest, 1),
    ]);

    [Theory, MemberData(nameof(Steps))]
    public Task The_block_ends_full_and_balanced_after_a_kill_at(CrashPoint point) => Crash.KillAsync(Victim.Backend, point);
}
