using System.Threading.Channels;
using Akka.Actor;
using KalePool.Actors.Ports;
using KalePool.Actors.Projection;
using KalePool.Actors.Tests.Kit;
using Xunit.Abstractions;

namespace KalePool.Actors.Tests.Projection;

public sealed class ProjectionActorSpec : PoolKit
{
    readonly ScriptedProjection _projection = new();

    public ProjectionActorSpec(ITestOutputHelper output) : base(output) => Sys.ActorOf(Props.Create(() => new ProjectionActor(_projection)));

    /// <summary>Moves the clock until it steps: its answers arrive on another thread.</summary>
    TaskCompletionSource<bool> NextStep(TimeSpan pause)
    {
        TaskCompletionSource<bool>? step;
        while (!_projection.Steps.Reader.TryRead(out step)) Advance(pause);
        return step;
    }

    [Fact]
    public async Task Steps_at_once_while_there_is_more()
    {
        for (var i = 0; i < 3; i++) (await _projection.Steps.Reader.ReadAsync()).SetResult(true);
        await _projection.Steps.Reader.ReadAsync();
    }

    [Fact]
    public async Task Waits_where_there_is_nothing_new()
    {
        (await _projection.Steps.Reader.ReadAsync()).SetResult(false);
        NextStep(ProjectionActor.Pause).SetResult(false);
        NextStep(ProjectionActor.Pause);
    }

    [Fact]
    public async Task Tries_again_after_a_failure_and_again_later_each_time()
    {
        var from = Time.GetUtcNow();
        (await _projection.Steps.Reader.ReadAsync()).SetException(new InvalidOperationException("no table"));
        NextStep(TimeSpan.FromMilliseconds(100)).SetException(new InvalidOperationException("no table"));
        NextStep(TimeSpan.FromMilliseconds(100)).SetException(new InvalidOperationException("no table"));
        var step = NextStep(TimeSpan.FromMilliseconds(100));
        Assert.True(Time.GetUtcNow() - from >= ProjectionActor.FirstBackoff * 7);
        step.SetResult(true);
        await _projection.Steps.Reader.ReadAsync();
    }

    sealed class ScriptedProjection : IProjection
    {
        public Channel<TaskCompletionSource<bool>> Steps { get; } = Channel.CreateUnbounded<TaskCompletionSource<bool>>();

        public Task<bool> StepAsync(CancellationToken cancellation)
        {
            var step = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            Steps.Writer.TryWrite(step);
            return step.Task;
        }
    }
}
