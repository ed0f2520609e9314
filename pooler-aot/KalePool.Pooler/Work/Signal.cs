namespace KalePool.Pooler.Work;

/// <summary>Wakes whoever waits. A wait that is taken before the state is looked at misses nothing.</summary>
sealed class Signal
{
    TaskCompletionSource _next = New();

    /// <summary>Completes at the next <see cref="Set"/>.</summary>
    public Task NextAsync() => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, New()).SetResult();

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
