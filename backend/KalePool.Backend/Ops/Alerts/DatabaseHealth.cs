using System.Diagnostics.Metrics;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>Whether the database answered when it was last looked at, every 30 s: ten times as often as the plan asks.</summary>
public sealed class DatabaseHealth : IDisposable
{
    readonly Meter _meter;
    int _isHealthy = 1;

    public DatabaseHealth(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(PoolMeter.Name);
        _meter.CreateObservableGauge("kalepool.database.healthy", () => Volatile.Read(ref _isHealthy), description: "Whether the database answered within 5 s when it was last looked at");
    }

    public void Note(bool answers) => Volatile.Write(ref _isHealthy, answers ? 1 : 0);

    public void Dispose() => _meter.Dispose();
}
