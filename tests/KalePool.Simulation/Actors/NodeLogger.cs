using Akka.Actor;
using Akka.Event;
using KalePool.Simulation.Kernel;

namespace KalePool.Simulation.Actors;

/// <summary>Warnings and errors of a node's actors, in the world's log. Subscribed when the system is there: one that is started with it would be waited for.</summary>
sealed class NodeLogger : ReceiveActor
{
    public NodeLogger(Life life) =>
        Receive<LogEvent>(e => life.Log($"{e.LogLevel()} {e.Message}{(e.Cause is null ? "" : $" ({e.Cause.GetType().Name}: {e.Cause.Message})")}"));

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(LogEvent));
}
