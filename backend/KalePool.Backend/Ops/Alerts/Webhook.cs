using System.Net;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>What became of a post.</summary>
/// <param name="Trouble">Null: it was taken. Neither the address nor an exception's text, which may hold it: a webhook's address is a secret.</param>
/// <param name="IsInVain">The body itself is refused: the same would be refused again.</param>
/// <param name="RetryAfter">What the server asks for.</param>
public sealed record WebhookAnswer(string? Trouble, bool IsInVain = false, TimeSpan? RetryAfter = null);

/// <summary>The operator's ALERT_WEBHOOK_URL.</summary>
public sealed class Webhook : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // No redirects: what is posted goes where the operator said. The address is looked up anew now and then.
    readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Patience, MaxResponseContentBufferSize = 64 * 1024 };
    readonly Uri _url;
    readonly TimeProvider _time;

    public Webhook(Uri url, TimeProvider time) => (_url, _time) = (url, time);

    public async Task<WebhookAnswer> PostAsync(AlertNotice notice, CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync(_url, AlertMessage.Of(notice), AlertJson.Default.AlertMessage, cancellation);
            if (response.IsSuccessStatusCode) return new WebhookAnswer(null);
            var asked = response.Headers.RetryAfter;
            return new WebhookAnswer(
                $"it answered {(int)response.StatusCode}",
                response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity,
                asked?.Delta ?? (asked?.Date - _time.GetUtcNow()));
        }
        catch (HttpRequestException e)
        {
            return new WebhookAnswer(e.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new WebhookAnswer($"no answer in {Patience.TotalSeconds} s");
        }
    }

    public void Dispose() => _http.Dispose();
}
