using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>The devnet is one node: killed, it has its ledgers and has forgotten what waited for the next one.</summary>
public sealed class CrashedChainSpec
{
    public static TheoryData<CrashPoint> Steps => new(
    [
        new(Names.Backend, Crash.Send, 1, IsDone: false), .. Crash.Both(Names.Backend, Crash.Send, 3), .. Crash.Both(Names.Pooler, Crash.Send, 1),
    ]);

    [Theory, Trait("Category", "Long"), MemberData(nameof(Steps))]
    public Task The_block_ends_full_and_balanced_after_a_kill_at(CrashPoint point) => Crash.KillAsync(Victim.Devnet, point);

    /// <summary>The cell that is looked at every time.</summary>
    [Fact]
    public Task The_block_ends_full_and_balanced_after_a_plant_was_taken_and_forgotten() => Crash.KillAsync(Victim.Devnet, new(Names.Backend, Crash.Send, 1, IsDone: true));
}
