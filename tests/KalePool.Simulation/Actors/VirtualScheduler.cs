using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using KalePool.Simulation.Kernel;

namespace KalePool.Simulation.Actors;

/// <summary>Akka's timers on the world's clock.</summary>
sealed class VirtualScheduler(Config config, ILoggingAdapter log) : SchedulerBase(config, log)
{
    readonly Life _life = NodeSetup.Starting!.Life;

    public override TimeSpan MonotonicClock => TimeSpan.FromTicks(_life.World.Ticks);

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => _life.World.Now;

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Once(delay, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Repeatedly(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) => Once(delay, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) => Once(delay, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Repeatedly(initialDelay, interval, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Repeatedly(initialDelay, interval, action.Run, cancelable);

    void Once(TimeSpan delay, Action action, ICancelable? cancelable) => _life.At(delay, () =>
    {
        if (cancelable is not { IsCancellationRequested: true }) action();
    });

    void Repeatedly(TimeSpan delay, TimeSpan interval, Action action, ICancelable? cancelable) => _life.At(delay, () =>
    {
        if (cancelable is { IsCancellationRequested: true }) return;
        Repeatedly(interval, interval, action, cancelable);
        action();
    });
}
