using KalePool.Actors.Ports;

namespace KalePool.Actors.Due;

/// <summary>One entity's row in the due list. Writes happen in the order in which they were asked for, whatever the database's speed.</summary>
sealed class DueMark(IDueList list, DueEntity entity)
{
    Task _last = Task.CompletedTask;
    bool _mayStand = true;

    /// <summary>Nothing is open: the row was asked to be removed, and not to be written since.</summary>
    public bool IsClear => !_mayStand;

    /// <summary>Completes when the row is on disk; fails when it could not be written, and then nothing may be opened.</summary>
    public Task AddAsync(CancellationToken cancellation)
    {
        _mayStand = true;
        return _last = AfterAsync(_last, () => list.AddAsync(entity, cancellation));
    }

    /// <summary>Does not fail: a row too many costs one wake-up.</summary>
    public void Remove()
    {
        if (!_mayStand) return;
        _mayStand = false;
        _last = AfterAsync(_last, () => list.RemoveAsync(entity, CancellationToken.None));
    }

    static async Task AfterAsync(Task before, Func<Task> next)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await next().ConfigureAwait(false);
    }
}
