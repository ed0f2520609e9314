using System.Data.Common;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>
/// Tells the operator's webhook what stands on the board and what is over: each once, by one node, through restarts. It compares the board with what was told, so that
/// what could not be told is told later; a webhook that does not take anything is asked ever more seldom.
/// </summary>
sealed class AlertSender(AlertBoard board, ToldAlerts told, AlertNode node, BackendSettings settings, AlertMeter meter, TimeProvider time, ILogger<AlertSender> log) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);
    static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>A node's own alerts end with it, an hour after it was heard of for the last time.</summary>
    static readonly TimeSpan Gone = TimeSpan.FromHours(1);

    /// <summary>Told while the database did not answer.</summary>
    readonly Dictionary<(string Code, string Subject), Alert> _unrecorded = [];

    /// <summary>Over, no longer in the database, and not told yet.</summary>
    readonly Queue<AlertNotice> _over = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.AlertWebhook is not { } url) return;
        using var webhook = new Webhook(url, time);
        var failures = 0;
        try
        {
            while (true)
            {
                var trouble = await PassAsync(webhook, stoppingToken);
                failures = trouble is null ? 0 : failures + 1;
                if (trouble is null) await RestAsync(stoppingToken);
                else await Task.Delay(PauseAfter(failures, trouble.RetryAfter), time, stoppingToken);
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not told yet stands again after the restart.
        }
    }

    /// <summary>2 s, 4 s, … 5 minutes; longer only where the server asks for it, and never more than an hour.</summary>
    internal static TimeSpan PauseAfter(int failures, TimeSpan? asked)
    {
        var own = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10));
        var pause = own < LongestPause ? own : LongestPause;
        var wanted = asked > pause ? asked.Value : pause;
        return wanted < Gone ? wanted : Gone;
    }

    /// <summary>Once through everything; ends with the first post that is not taken.</summary>
    /// <returns>Null where there is nothing left to tell.</returns>
    internal async Task<WebhookAnswer?> PassAsync(Webhook webhook, CancellationToken cancellation)
    {
        var standing = board.Standing;
        var rows = await TryAsync(() => told.ReadAsync(cancellation), cancellation);
        while (_over.TryPeek(out var over))
        {
            if (await PostAsync(webhook, over, cancellation) is { } trouble) return trouble;
            _over.Dequeue();
        }
        foreach (var alert in standing)
        {
            if (await TellAsync(webhook, alert, rows, cancellation) is { } trouble) return trouble;
        }
        return await EndAsync(webhook, standing, rows, cancellation);
    }

    async Task<WebhookAnswer?> TellAsync(Webhook webhook, Alert alert, IReadOnlyList<ToldAlert>? rows, CancellationToken cancellation)
    {
        var key = (alert.Code, alert.Subject);
        if (rows is null)
        {
            if (!Tells(alert) || _unrecorded.ContainsKey(key)) return null;
            if (await PostAsync(webhook, new AlertNotice(alert, null), cancellation) is { } unheard) return unheard;
            _unrecorded[key] = alert;
            return null;
        }
        if (_unrecorded.Remove(key)) await TryAsync(() => told.NoteToldAsync(alert, node.Name, cancellation), cancellation);
        else if (rows.FirstOrDefault(r => (r.Code, r.Subject) == key && r.ToldAt is not null) is { } known)
        {
            if (Tells(alert) && time.GetUtcNow() - known.SeenAt >= SeenEvery) await TryAsync(() => told.NoteSeenAsync(alert, node.Name, cancellation), cancellation);
        }
        else if (Tells(alert) && await TryAsync(async () => (bool?)await told.ClaimAsync(alert, node.Name, cancellation), cancellation) is true)
        {
            if (await PostAsync(webhook, new AlertNotice(alert, null), cancellation) is { } trouble) return trouble;
            await TryAsync(() => told.NoteToldAsync(alert, node.Name, cancellation), cancellation);
        }
        return null;
    }

    async Task<WebhookAnswer?> EndAsync(Webhook webhook, IReadOnlyList<Alert> standing, IReadOnlyList<ToldAlert>? rows, CancellationToken cancellation)
    {
        var stand = standing.Select(a => (a.Code, a.Subject)).ToHashSet();
        foreach (var alert in _unrecorded.Values.Where(a => !stand.Contains((a.Code, a.Subject))).ToList())
        {
            if (await PostAsync(webhook, new AlertNotice(alert, time.GetUtcNow()), cancellation) is { } trouble) return trouble;
            _unrecorded.Remove((alert.Code, alert.Subject));
        }
        foreach (var row in rows?.Where(r => !stand.Contains((r.Code, r.Subject)) && IsOver(r)) ?? [])
        {
            if (await TryAsync(async () => (bool?)await told.RemoveAsync(row, cancellation), cancellation) is not true || row.ToldAt is null) continue;
            _over.Enqueue(new AlertNotice(new Alert(row.Code, row.Subject, row.Text, row.Since), time.GetUtcNow()));
            if (await PostAsync(webhook, _over.Peek(), cancellation) is { } trouble) return trouble;
            _over.Dequeue();
        }
        return null;
    }

    /// <summary>Of what every node finds, one tells.</summary>
    bool Tells(Alert alert) => alert.IsOfThisNode || node.IsLeader;

    bool IsOver(ToldAlert row)
    {
        if (board.HasEnded(row.Code, row.Subject)) return true;
        if (row.Owner == node.Name || (row.Owner.Length == 0 && node.IsLeader)) return board.HasLookedFor(row.Code);
        return row.Owner.Length > 0 && row.Code != AlertCode.LossUnexplained && node.IsLeader && time.GetUtcNow() - row.SeenAt >= Gone;
    }

    async Task RestAsync(CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Every, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        await board.ChangedAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    async Task<WebhookAnswer?> PostAsync(Webhook webhook, AlertNotice notice, CancellationToken cancellation)
    {
        var answer = await webhook.PostAsync(notice, cancellation);
        meter.NotePost(answer.Trouble is null);
        if (answer.Trouble is null) return null;
        log.LogWarning("alert {Code} could not be posted to ALERT_WEBHOOK_URL: {Reason}", notice.Alert.Code, answer.Trouble);
        return answer.IsInVain ? null : answer;
    }

    /// <summary>Null where the database does not answer: better told twice than never.</summary>
    async Task<T?> TryAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is DbException or StorageException or TimeoutException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            log.LogWarning("what was told of alerts could not be read or written: {Reason}", e.Message);
            return default;
        }
    }

    Task<bool> TryAsync(Func<Task> ask, CancellationToken cancellation) => TryAsync(
        async () =>
        {
            await ask();
            return true;
        },
        cancellation);
}
