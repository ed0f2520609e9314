namespace KalePool.Pooler.Machine;

/// <summary>What each hashing thread asks before every piece: whether it may, and when. Pausing takes effect after the pieces in hand, which are milliseconds.</summary>
/// <remarks>While it is closed a farmer who has no hash at all still gets one piece: what is planted must not be lost by a pause.</remarks>
/// <param name="windows">Null: always.</param>
/// <param name="ceiling">Seconds of CPU time a second; null: none.</param>
sealed class HashingGate(PauseSwitch pause, HashingWindows? windows, double? ceiling, CpuMeter meter, TimeProvider time)
{
    /// <summary>How soon a thread notices that the gate has opened.</summary>
    public static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    readonly long _started = time.GetTimestamp();
    readonly CpuBudget? _budget = ceiling is { } rate ? new(rate, TimeSpan.Zero, meter.Used) : null;

    /// <summary>Why it is closed, as in "hashing pauses: …"; null while it is open.</summary>
    public string? Closed => pause.IsPaused ? "told to by a signal" : windows?.IsOpen(time.GetUtcNow()) == false ? "outside the hours of HASHING_SCHEDULE" : null;

    /// <summary>How long to wait before the next piece, for the ceiling's sake; zero: not at all.</summary>
    public TimeSpan Delay() => _budget?.Wait(time.GetElapsedTime(_started), meter.Used) ?? TimeSpan.Zero;
}
