using Akka.Actor;
using KalePool.Domain;

namespace KalePool.Backend.Ops;

/// <summary>Hears of every event that an entity of this node has written and counts it.</summary>
sealed class EventCounter : ReceiveActor
{
    public EventCounter(PoolMeter meter, UnexplainedLosses losses)
    {
        Receive<IEvent>(e =>
        {
            meter.Note(e);
            losses.Note(e);
        });
        Context.System.EventStream.Subscribe(Self, typeof(IEvent));
    }
}
