namespace KalePool.Backend.Storage;

/// <summary>
/// Refuses to run on a journal without UNIQUE(persistence_id, sequence_number): that constraint alone stops a node that believes it still
/// owns an entity from writing a second history. It starts before the actors do.
/// </summary>
public sealed class JournalGuard(Database database, ILogger<JournalGuard> log) : IHostedService
{
    /// <exception cref="StorageException">The constraint is not there.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await database.HasJournalFenceAsync(cancellationToken)) throw new StorageException($"{database.Name}: the journal has no unique constraint on persistence_id and sequence_number");
        log.LogInformation("journal in {Database}", database.Name);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
