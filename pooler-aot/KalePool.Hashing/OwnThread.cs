namespace KalePool.Hashing;

/// <summary>Work that would starve the pool of threads.</summary>
public static class OwnThread
{
    /// <summary>Runs it on a new thread; the task ends with it, and with what it throws.</summary>
    public static Task Run(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        {
            IsBackground = true,
            Name = "hashing",
        };
        thread.Start();
        return done.Task;
    }
}
