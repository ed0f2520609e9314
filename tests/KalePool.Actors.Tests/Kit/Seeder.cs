using Akka.Actor;
using Akka.Persistence;

namespace KalePool.Actors.Tests.Kit;

/// <summary>Writes events under another entity's id.</summary>
sealed class Seeder(string persistenceId) : UntypedPersistentActor
{
    int _open;

    public override string PersistenceId { get; } = persistenceId;

    protected override void OnRecover(object message)
    {
    }

    protected override void OnCommand(object message)
    {
        if (message is not Write write) return;
        var sender = Sender;
        _open = write.Events.Count;
        PersistAll(write.Events, _ =>
        {
            if (--_open == 0) sender.Tell(new Done());
        });
    }

    internal sealed record Write(IReadOnlyList<object> Events) : INoSerializationVerificationNeeded;

    internal sealed record Done : INoSerializationVerificationNeeded;
}
