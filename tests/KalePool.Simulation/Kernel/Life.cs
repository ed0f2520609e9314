namespace KalePool.Simulation.Kernel;

/// <summary>
/// A process from its start to its end. When it ends nothing of it runs any more: what was ready is dropped, its timers never come, its requests are never answered.
/// </summary>
sealed class Life(World world, string name)
{
    VirtualTime? _time;

    public World World => world;

    public string Name => name;

    public bool IsOver { get; private set; }

    /// <summary>The clock as this process sees it.</summary>
    public TimeProvider Time => _time ??= new VirtualTime(this);

    public void End() => IsOver = true;

    /// <summary>Runs when the seed picks it.</summary>
    public void Post(Action run)
    {
        if (!IsOver) world.Post(this, run);
    }

    public World.Event At(TimeSpan delay, Action run) => world.At(this, delay, run);

    public void Log(string what) => world.Log(name, what);

    /// <summary>What a process that has ended awaits.</summary>
    public static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;
}
