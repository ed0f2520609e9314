using KalePool.Actors.Ports;

namespace KalePool.Actors.Tests.Kit;

/// <summary>The due list in memory.</summary>
sealed class FakeDueList : IDueList
{
    readonly Lock _lock = new();
    readonly List<DueEntity> _rows = [];

    public volatile bool IsBroken;

    public IReadOnlyList<DueEntity> Rows
    {
        get
        {
            lock (_lock) return [.. _rows];
        }
    }

    public Task AddAsync(DueEntity entity, CancellationToken cancellation) => Change(() =>
    {
        if (!_rows.Contains(entity)) _rows.Add(entity);
    });

    public Task RemoveAsync(DueEntity entity, CancellationToken cancellation) => Change(() => _rows.Remove(entity));

    public Task<IReadOnlyList<DueEntity>> ReadAsync(CancellationToken cancellation) =>
        IsBroken ? Task.FromException<IReadOnlyList<DueEntity>>(new IOException("the disk is gone")) : Task.FromResult(Rows);

    Task Change(Action change)
    {
        if (IsBroken) return Task.FromException(new IOException("the disk is gone"));
        lock (_lock) change();
        return Task.CompletedTask;
    }
}
