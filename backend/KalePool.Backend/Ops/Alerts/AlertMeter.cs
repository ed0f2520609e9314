using System.Diagnostics.Metrics;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>Alerts as figures: how many of each code stand, as this node finds them, and what became of posts to the webhook.</summary>
public sealed class AlertMeter : IDisposable
{
    readonly Meter _meter;
    readonly Counter<long> _posts;

    public AlertMeter(AlertBoard board, IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(PoolMeter.Name);
        _posts = _meter.CreateCounter<long>("kalepool.alert.posts", description: "Posts to ALERT_WEBHOOK_URL, by result");
        _meter.CreateObservableGauge("kalepool.alerts", () => Standing(board), description: "Alerts that stand, by code; 0 where none does");
    }

    public void NotePost(bool isTaken) => _posts.Add(1, new KeyValuePair<string, object?>("result", isTaken ? "taken" : "failed"));

    public void Dispose() => _meter.Dispose();

    static IEnumerable<Measurement<long>> Standing(AlertBoard board)
    {
        var counts = board.Standing.CountBy(a => a.Code).ToDictionary();
        return AlertCode.All.Select(code => new Measurement<long>(counts.GetValueOrDefault(code), new KeyValuePair<string, object?>("code", code)));
    }
}
