namespace KalePool.Domain;

/// <summary>A fact in the journal. It carries everything that state is made of, its time included, and is never changed once written.</summary>
public interface IEvent
{
    DateTimeOffset At { get; }
}
