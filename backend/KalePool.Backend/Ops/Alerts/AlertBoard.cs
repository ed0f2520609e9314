using System.Threading.Channels;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>The alerts that stand. Each is logged once when it begins and once when it is over, however often it is found meanwhile; <see cref="AlertSender"/> tells of them.</summary>
public sealed class AlertBoard(TimeProvider time, ILogger<AlertBoard> log)
{
    readonly Lock _gate = new();
    readonly Dictionary<(string Code, string Subject), Alert> _standing = [];
    readonly HashSet<string> _looked = [];
    readonly HashSet<(string Code, string Subject)> _ended = [];
    readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Alert> Standing
    {
        get
        {
            lock (_gate) return [.. _standing.Values.OrderBy(a => a.Since)];
        }
    }

    /// <summary>Whether this process has looked for alerts of that code yet: until then, that none stands says nothing.</summary>
    public bool HasLookedFor(string code)
    {
        lock (_gate) return _looked.Contains(code);
    }

    /// <summary>Whether somebody has ended it in this process's time, whoever had begun it.</summary>
    public bool HasEnded(string code, string subject)
    {
        lock (_gate) return _ended.Contains((code, subject));
    }

    /// <summary>Completes when something has changed since it completed before.</summary>
    public async Task ChangedAsync(CancellationToken cancellation) => await _changes.Reader.ReadAsync(cancellation);

    /// <param name="text">Null where it is over, or never was.</param>
    /// <param name="ofThisNodeAlone">False: every node finds it by itself, and one of them tells.</param>
    public void Set(string code, string subject, string? text, bool ofThisNodeAlone = false)
    {
        NoteLook(code);
        Change(code, subject, text, ofThisNodeAlone);
    }

    /// <summary>Begins what stands until somebody ends it, through restarts; this node alone has found it.</summary>
    public void Begin(string code, string subject, string text)
    {
        lock (_gate) _ended.Remove((code, subject));
        Change(code, subject, text, ofThisNodeAlone: true);
    }

    /// <summary>Ends what <see cref="Begin"/> began, here or on another node, now or before a restart.</summary>
    public void End(string code, string subject)
    {
        lock (_gate) _ended.Add((code, subject));
        Change(code, subject, null, ofThisNodeAlone: true);
        _changes.Writer.TryWrite(true);
    }

    /// <summary>All subjects of a code at once: whoever is not named has none.</summary>
    public void SetAll(string code, IReadOnlyDictionary<string, string> texts, bool ofThisNodeAlone = false)
    {
        ArgumentNullException.ThrowIfNull(texts);
        foreach (var over in Standing.Where(a => a.Code == code && !texts.ContainsKey(a.Subject))) Set(code, over.Subject, null, ofThisNodeAlone);
        foreach (var (subject, text) in texts) Set(code, subject, text, ofThisNodeAlone);
        NoteLook(code);
    }

    void NoteLook(string code)
    {
        lock (_gate)
        {
            if (!_looked.Add(code)) return;
        }
        _changes.Writer.TryWrite(true);
    }

    void Change(string code, string subject, string? text, bool ofThisNodeAlone)
    {
        lock (_gate)
        {
            var known = _standing.GetValueOrDefault((code, subject));
            if (known is null == text is null) return;
            if (text is null) _standing.Remove((code, subject));
            else _standing[(code, subject)] = new Alert(code, subject, text, time.GetUtcNow(), ofThisNodeAlone);
        }
        if (text is not null) log.LogWarning("alert {Code} {Subject}: {Text}", code, subject, text);
        else log.LogInformation("alert {Code} {Subject} is over", code, subject);
        _changes.Writer.TryWrite(true);
    }
}
