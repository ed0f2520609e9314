using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using KalePool.Actors.Ports;

namespace KalePool.Actors.Projection;

/// <summary>Keeps the read model up with the journal. A cluster has one; a second one would be refused by the projection itself.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Disposed in PostStop: an actor has no other end.")]
public sealed class ProjectionActor : ReceiveActor, IWithTimers
{
    /// <summary>How long it waits where there was nothing new.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>After a failure; twice as long after each that follows, up to <see cref="LongestBackoff"/>.</summary>
    public static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(1);

    readonly IProjection _projection;
    readonly ILoggingAdapter _log = Context.GetLogger();
    readonly CancellationTokenSource _stopped = new();
    TimeSpan _backoff = FirstBackoff;

    public ProjectionActor(IProjection projection)
    {
        _projection = projection;
        Receive<Step>(_ => StepAsync().PipeTo(Self));
        Receive<Stepped>(stepped =>
        {
            _backoff = FirstBackoff;
            if (stepped.HasMore) Self.Tell(Step.Instance);
            else Again(Pause);
        });
        Receive<Status.Failure>(failure =>
        {
            _log.Error(failure.Cause, "the read model stands still, it is tried again in {0}: {1}", _backoff, failure.Cause.Message);
            Again(_backoff);
            _backoff = _backoff + _backoff < LongestBackoff ? _backoff + _backoff : LongestBackoff;
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Self.Tell(Step.Instance);

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
        base.PostStop();
    }

    async Task<object> StepAsync() => new Stepped(await _projection.StepAsync(_stopped.Token));

    void Again(TimeSpan after) => Timers.StartSingleTimer(nameof(Step), Step.Instance, after);

    sealed class Step : INoSerializationVerificationNeeded
    {
        public static readonly Step Instance = new();
    }

    sealed record Stepped(bool HasMore) : INoSerializationVerificationNeeded;
}
