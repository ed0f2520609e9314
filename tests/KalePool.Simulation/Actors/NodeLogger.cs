using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace KalePool.Simulation.Actors;

/// <summary>Warnings and errors of a node's actors, in the world's log.</summary>
sealed class NodeLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    public NodeLogger()
    {
        var node = Context.System.Settings.Setup.Get<NodeSetup>().Value;
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(e => node.Life.Log($"{e.LogLevel()} {e.Message}{(e.Cause is null ? "" : $" ({e.Cause.GetType().Name}: {e.Cause.Message})")}"));
    }
}
