using Akka.TestKit;

namespace KalePool.Actors.Tests.Kit;

/// <summary>The time of the test's scheduler.</summary>
sealed class SchedulerTime(TestScheduler scheduler) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => scheduler.Now;
}
