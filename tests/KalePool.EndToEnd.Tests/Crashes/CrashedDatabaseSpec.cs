using KalePool.Contracts;
using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>PostgreSQL is killed while the backend goes on, and starts again on what it had flushed.</summary>
[Trait("Category", "Long")]
public sealed class CrashedDatabaseSpec
{
    public static TheoryData<CrashPoint> Steps => new([.. Crash.Both(Names.Backend, Crash.Send, 1, 3), .. Crash.Both(Names.Pooler, Routes.WorkComplete, 1)]);

    [Theory, MemberData(nameof(Steps))]
    public Task The_block_ends_full_and_balanced_after_a_kill_at(CrashPoint point) => Crash.KillAsync(Victim.Postgres, point);
}
