namespace KalePool.Simulation.Kernel;

/// <summary>The world's clock as a process has it: its timers end with it.</summary>
sealed class VirtualTime(Life life) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => life.World.Now;

    public override long GetTimestamp() => life.World.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(life, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    sealed class Timer(Life life, Action callback) : ITimer
    {
        World.Event? _next;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _next?.Cancel();
            _next = dueTime == Timeout.InfiniteTimeSpan ? null : life.At(dueTime, () => Fire(period));
            return true;
        }

        public void Dispose() => _next?.Cancel();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        void Fire(TimeSpan period)
        {
            if (period > TimeSpan.Zero) _next = life.At(period, () => Fire(period));
            callback();
        }
    }
}
