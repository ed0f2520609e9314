using System.Net;
using System.Text;
using System.Text.Json;

namespace KalePool.Pooler.Status;

/// <summary>A page, its figures as JSON, <c>/metrics</c> and <c>/health</c>, for this machine alone. It answers GET and changes nothing.</summary>
/// <remarks>Names other than the two of this machine are not answered: a page of somebody else's cannot read it by a name that leads here.</remarks>
sealed class StatusServer : IDisposable
{
    readonly HttpListener _listener = new();
    readonly StatusBoard _board;

    /// <exception cref="HttpListenerException">The port is taken.</exception>
    public StatusServer(int port, StatusBoard board)
    {
        _board = board;
        foreach (var name in (ReadOnlySpan<string>)["127.0.0.1", "localhost"]) _listener.Prefixes.Add($"http://{name}:{port}/");
        _listener.Start();
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stopping = cancellation.Register(_listener.Stop);
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // Whoever asked has gone away, or nobody is to be answered any more.
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    public void Dispose() => ((IDisposable)_listener).Dispose();

    async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        var isRead = context.Request.HttpMethod is "GET" or "HEAD";
        var (code, type, text) = isRead ? Of(context.Request.Url?.AbsolutePath) : (HttpStatusCode.MethodNotAllowed, "text/plain", "GET only\n");
        var bytes = Encoding.UTF8.GetBytes(text);
        response.StatusCode = (int)code;
        response.ContentType = type;
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.Headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'";
        response.Headers["Cache-Control"] = "no-store";
        response.ContentLength64 = bytes.Length;
        if (context.Request.HttpMethod != "HEAD") await response.OutputStream.WriteAsync(bytes);
    }

    (HttpStatusCode Code, string Type, string Text) Of(string? path)
    {
        switch (path)
        {
            case "/":
                return (HttpStatusCode.OK, "text/html; charset=utf-8", StatusPage.Html);
            case "/status.json":
                return (HttpStatusCode.OK, "application/json", JsonSerializer.Serialize(_board.Read(), StatusJson.Default.PoolerStatus));
            case "/metrics":
                return (HttpStatusCode.OK, Prometheus.ContentType, Prometheus.Text(_board.Read()));
            case "/health":
                // Whoever restarts what is not healthy must not do so because somebody else is away.
                return (HttpStatusCode.OK, "application/json", JsonSerializer.Serialize(PoolerHealth.Of(_board.Read()), StatusJson.Default.PoolerHealth) + "\n");
            default:
                return (HttpStatusCode.NotFound, "text/plain", "there are /, /status.json, /metrics and /health\n");
        }
    }
}
