namespace KalePool.Actors.Ports;

/// <summary>Entities that must be woken after a restart. A row is written before the entity opens anything, removed after all is settled; one too many does no harm.</summary>
public interface IDueList
{
    Task AddAsync(DueEntity entity, CancellationToken cancellation);

    Task RemoveAsync(DueEntity entity, CancellationToken cancellation);

    Task<IReadOnlyList<DueEntity>> ReadAsync(CancellationToken cancellation);
}

/// <param name="Kind">farmer, block or account.</param>
/// <param name="Id">The entity's id.</param>
public sealed record DueEntity(string Kind, string Id)
{
    public const string Farmer = "farmer";
    public const string Block = "block";
    public const string Account = "account";
}
