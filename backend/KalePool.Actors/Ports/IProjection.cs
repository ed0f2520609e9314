namespace KalePool.Actors.Ports;

/// <summary>What the journal says, copied into tables that can be queried, a batch of events at a time.</summary>
public interface IProjection
{
    /// <summary>Applies the next batch, if there is one. Whatever it throws, nothing of the batch was applied.</summary>
    /// <returns>Whether it is worth asking again at once.</returns>
    Task<bool> StepAsync(CancellationToken cancellation);
}
