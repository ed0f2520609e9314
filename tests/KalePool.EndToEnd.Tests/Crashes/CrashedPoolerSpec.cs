using KalePool.Contracts;
using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests.Crashes;

[Trait("Category", "Long")]
public sealed class CrashedPoolerSpec
{
    public static TheoryData<CrashPoint> Steps => new(
    [
        .. Crash.Both(Names.Pooler, Crash.Send, 1, 2), .. Crash.Both(Names.Pooler, Routes.PlantRequest, 1), .. Crash.Both(Names.Pooler, Routes.WorkComplete, 1),
        .. Crash.Both(Names.Pooler, Routes.HarvestRequest, 1),
    ]);

    public static TheoryData<CrashPoint> WorkersSteps => new([new(Names.Pooler, "getLedgerEntries", 12, IsDone: true), new(Names.Pooler, Crash.Send, 1, IsDone: false)]);

    [Theory, MemberData(nameof(Steps))]
    public Task The_block_ends_full_and_balanced_after_a_kill_at(CrashPoint point) => Crash.KillAsync(Victim.Pooler, point);

    [Theory, MemberData(nameof(WorkersSteps))]
    public Task The_block_ends_full_and_balanced_after_a_kill_of_those_who_hash_at(CrashPoint point) => Crash.KillAsync(Victim.Workers, point);
}
