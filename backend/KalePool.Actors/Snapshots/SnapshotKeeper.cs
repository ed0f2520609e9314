using Akka.Event;
using Akka.Persistence;

namespace KalePool.Actors.Snapshots;

/// <summary>Saves the state of an entity every so many events, and keeps the newest snapshot only. Nothing depends on one: events are never deleted.</summary>
/// <param name="everyEvents">What a recovery reads at most.</param>
sealed class SnapshotKeeper(Eventsourced entity, ILoggingAdapter log, int everyEvents = SnapshotKeeper.EveryEvents)
{
    /// <summary>Those of a farmer take about half a day to come.</summary>
    public const int EveryEvents = 1000;

    /// <summary>In the handler of every persisted event, when it has been applied.</summary>
    public void Persisted(object state)
    {
        if (entity.LastSequenceNr % everyEvents == 0) entity.SaveSnapshot(state);
    }

    /// <returns>Whether it was the snapshot store's.</returns>
    public bool Handles(object message)
    {
        switch (message)
        {
            case SaveSnapshotSuccess saved:
                entity.DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
                return true;
            case SaveSnapshotFailure failure:
                log.Warning("{0}: no snapshot at event {1}: {2}", entity.PersistenceId, failure.Metadata.SequenceNr, failure.Cause.Message);
                return true;
            case DeleteSnapshotsFailure failure:
                log.Warning("{0}: older snapshots stay: {1}", entity.PersistenceId, failure.Cause.Message);
                return true;
            default:
                return message is DeleteSnapshotsSuccess;
        }
    }
}
