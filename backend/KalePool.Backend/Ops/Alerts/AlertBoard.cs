using System.Threading.Channels;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>What is to be told: an alert that began, or one that is over.</summary>
/// <param name="EndedAt">Null while it lasts.</param>
public sealed record AlertNotice(Alert Alert, DateTimeOffset? EndedAt);

/// <summary>The alerts that stand. Each is logged and told once when it begins and once when it is over, however often it is found meanwhile.</summary>
/// <param name="tells">Whether this node is the one that tells of what all of them find.</param>
public sealed class AlertBoard(TimeProvider time, Func<bool> tells, ILogger<AlertBoard> log)
{
    /// <summary>Notices that wait for a webhook that does not answer; more are only logged.</summary>
    public const int MostWaiting = 1_000;

    readonly Lock _gate = new();
    readonly Dictionary<(string Code, string Subject), Alert> _standing = [];
    readonly Channel<AlertNotice> _notices = Channel.CreateBounded<AlertNotice>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Alert> Standing
    {
        get
        {
            lock (_gate) return [.. _standing.Values.OrderBy(a => a.Since)];
        }
    }

    public ChannelReader<AlertNotice> Notices => _notices.Reader;

    /// <summary>One that every node finds by itself is told by one of them.</summary>
    /// <param name="text">Null where it is over, or never was.</param>
    public void Set(string code, string subject, string? text, bool ofThisNodeAlone = false)
    {
        AlertNotice notice;
        lock (_gate)
        {
            var known = _standing.GetValueOrDefault((code, subject));
            if (known is null == text is null) return;
            if (text is not null) notice = new AlertNotice(_standing[(code, subject)] = new Alert(code, subject, text, time.GetUtcNow()), null);
            else if (_standing.Remove((code, subject))) notice = new AlertNotice(known!, time.GetUtcNow());
            else return;
        }
        if (notice.EndedAt is null) log.LogWarning("alert {Code} {Subject}: {Text}", code, subject, notice.Alert.Text);
        else log.LogInformation("alert {Code} {Subject} is over", code, subject);
        if ((ofThisNodeAlone || tells()) && !_notices.Writer.TryWrite(notice)) log.LogWarning("alert {Code} {Subject} is not told: {Waiting} others wait", code, subject, MostWaiting);
    }

    /// <summary>All subjects of a code at once: whoever is not named has none.</summary>
    public void SetAll(string code, IReadOnlyDictionary<string, string> texts, bool ofThisNodeAlone = false)
    {
        ArgumentNullException.ThrowIfNull(texts);
        foreach (var over in Standing.Where(a => a.Code == code && !texts.ContainsKey(a.Subject))) Set(code, over.Subject, null, ofThisNodeAlone);
        foreach (var (subject, text) in texts) Set(code, subject, text, ofThisNodeAlone);
    }
}
