namespace KalePool.Actors.Tests.Kit;

/// <summary>A write that the journal has been given and has not carried out.</summary>
sealed class HeldWrite
{
    readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Entered => _entered.Task.WaitAsync(PoolKit.Patience);

    public void Release() => _released.SetResult();

    public Task PassAsync()
    {
        _entered.SetResult();
        return _released.Task;
    }
}
