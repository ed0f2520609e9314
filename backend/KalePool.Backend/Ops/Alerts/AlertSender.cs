using System.Text.Json.Serialization;
using KalePool.Backend.Settings;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>The body that is posted.</summary>
/// <param name="State">began or ended.</param>
public sealed record AlertMessage(string Code, string? Subject, string Text, string State, DateTimeOffset Since, DateTimeOffset? EndedAt)
{
    public static AlertMessage Of(AlertNotice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var (code, subject, text, since) = notice.Alert;
        return new AlertMessage(code, subject.Length > 0 ? subject : null, text, notice.EndedAt is null ? "began" : "ended", since, notice.EndedAt);
    }
}

/// <summary>Posts notices to the operator's webhook, one after another; what it does not take is tried again a few times and then left to the log.</summary>
sealed class AlertSender(AlertBoard board, BackendSettings settings, TimeProvider time, ILogger<AlertSender> log) : BackgroundService
{
    const int Tries = 3;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // No redirects: what is posted goes where the operator said. The connection is looked up anew now and then.
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Patience, MaxResponseContentBufferSize = 64 * 1024 };
        try
        {
            await foreach (var notice in board.Notices.ReadAllAsync(stoppingToken))
            {
                if (settings.AlertWebhook is { } url) await SendAsync(http, url, notice, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What still waits is found again after the restart.
        }
    }

    async Task SendAsync(HttpClient http, Uri url, AlertNotice notice, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var wrong = await PostAsync(http, url, notice, cancellation);
            if (wrong is null) return;
            if (attempt == Tries)
            {
                // Neither the address nor an exception's text, which may hold it: a webhook's address is a secret.
                log.LogWarning("alert {Code} could not be posted to ALERT_WEBHOOK_URL: {Reason}", notice.Alert.Code, wrong);
                return;
            }
            await Task.Delay(Pause, time, cancellation);
        }
    }

    static async Task<string?> PostAsync(HttpClient http, Uri url, AlertNotice notice, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.PostAsJsonAsync(url, AlertMessage.Of(notice), AlertJson.Default.AlertMessage, cancellation);
            return response.IsSuccessStatusCode ? null : $"it answered {(int)response.StatusCode}";
        }
        catch (HttpRequestException e)
        {
            return e.HttpRequestError.ToString();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer in {Patience.TotalSeconds} s";
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertMessage))]
sealed partial class AlertJson : JsonSerializerContext;
