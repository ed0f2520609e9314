using KalePool.Contracts;
using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>SIGSTOP for some ledgers, then SIGCONT: time has passed that nobody told of.</summary>
[Trait("Category", "Long")]
public sealed class HaltedSpec
{
    public static TheoryData<Victim, CrashPoint> Steps => new()
    {
        { Victim.Backend, new(Names.Backend, Crash.Send, 1, IsDone: true) },
        { Victim.Backend, new(Names.Pooler, Routes.WorkComplete, 1, IsDone: false) },
        { Victim.Backend, new(Names.Backend, Crash.Send, 3, IsDone: true) },
        { Victim.Pooler, new(Names.Pooler, Routes.PlantRequest, 1, IsDone: true) },
        { Victim.Pooler, new(Names.Pooler, Crash.Send, 1, IsDone: true) },
        { Victim.Devnet, new(Names.Backend, Crash.Send, 1, IsDone: false) },
        { Victim.Devnet, new(Names.Pooler, Crash.Send, 1, IsDone: false) },
    };

    [Theory, MemberData(nameof(Steps))]
    public Task The_block_ends_full_and_balanced_after_a_stop_at(Victim victim, CrashPoint point) => Crash.HaltAsync(victim, point);
}
