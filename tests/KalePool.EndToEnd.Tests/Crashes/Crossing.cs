using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>
/// Stands between a process and a server that it asks: hands on every request and its answer as they come, and counts what is asked for. At one step, which is told
/// beforehand, it waits while somebody is hit, and then breaks the connection off: the request was not handed on, or was answered to nobody.
/// </summary>
sealed class Crossing : IAsyncDisposable
{
    static readonly string[] HandedOn = ["Authorization", "Prefer", "Accept"];

    readonly HttpListener _listener = new();
    readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    readonly CancellationTokenSource _stop = new();
    readonly Lock _lock = new();
    readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    readonly HashSet<string> _sent = new(StringComparer.Ordinal);
    readonly Uri _server;
    readonly Task _serving;
    Ambush? _ambush;

    public Crossing(Uri server)
    {
        _server = server;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}/"));
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _serving = ServeAsync();
    }

    sealed record Ambush(string Step, int Nth, bool IsDone, Func<Task> Hit)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Where the process is to ask instead.</summary>
    public Uri Address { get; }

    /// <summary>Counts from now on.</summary>
    /// <returns>Completes after the hit.</returns>
    public Task LieInWait(string step, int nth, bool isDone, Func<Task> hit)
    {
        lock (_lock)
        {
            _counts.Clear();
            _sent.Clear();
            _ambush = new Ambush(step, nth, isDone, hit);
            return _ambush.Done.Task;
        }
    }

    /// <summary>Nobody will be hit here any more.</summary>
    public void Leave()
    {
        lock (_lock) _ambush = null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Close();
        await _serving;
        _http.Dispose();
        _stop.Dispose();
    }

    async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return; // Closed.
            }
        }
    }

    async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body, _stop.Token);
            var (step, transaction) = StepOf(context.Request, body.ToArray());
            var ambush = Meet(step, transaction);
            if (ambush is { IsDone: false })
            {
                await HitAsync(ambush);
                context.Response.Abort();
                return;
            }
            using var request = Copy(context.Request, body.ToArray());
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
            if (ambush is not null)
            {
                await answer.Content.ReadAsByteArrayAsync(_stop.Token);
                await HitAsync(ambush);
                context.Response.Abort();
                return;
            }
            await HandOnAsync(answer, context.Response);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or HttpListenerException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two is gone: so the other one sees it.
            context.Response.Abort();
        }
    }

    static async Task HitAsync(Ambush ambush)
    {
        try
        {
            await ambush.Hit();
            ambush.Done.SetResult();
        }
        catch (Exception e)
        {
            ambush.Done.SetException(e);
            throw;
        }
    }

    /// <param name="transaction">What is sent again is the same step.</param>
    Ambush? Meet(string step, string? transaction)
    {
        lock (_lock)
        {
            if (transaction is not null && !_sent.Add(transaction)) return null;
            var nth = _counts[step] = _counts.GetValueOrDefault(step) + 1;
            if (_ambush is not { } ambush || !step.EndsWith(ambush.Step, StringComparison.Ordinal) || nth != ambush.Nth) return null;
            _ambush = null;
            return ambush;
        }
    }

    static (string Step, string? Transaction) StepOf(HttpListenerRequest request, byte[] body)
    {
        if (request.Url!.AbsolutePath != "/") return (request.Url.AbsolutePath, null);
        try
        {
            using var call = JsonDocument.Parse(body);
            var method = call.RootElement.GetProperty("method").GetString() ?? "";
            return (method, method == Crash.Send ? call.RootElement.GetProperty("params").GetProperty("transaction").GetString() : null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return ("", null);
        }
    }

    HttpRequestMessage Copy(HttpListenerRequest request, byte[] body)
    {
        var copy = new HttpRequestMessage(new HttpMethod(request.HttpMethod), new Uri(_server, request.RawUrl!.TrimStart('/')));
        if (body.Length > 0)
        {
            copy.Content = new ByteArrayContent(body);
            if (request.ContentType is { } type) copy.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }
        foreach (var name in HandedOn.Where(name => request.Headers[name] is not null)) copy.Headers.TryAddWithoutValidation(name, request.Headers[name]);
        return copy;
    }

    /// <summary>A piece at a time: some answers come line by line.</summary>
    async Task HandOnAsync(HttpResponseMessage answer, HttpListenerResponse response)
    {
        response.StatusCode = (int)answer.StatusCode;
        if (answer.Content.Headers.ContentType is { } type) response.ContentType = type.ToString();
        if (answer.Headers.RetryAfter is { } later) response.Headers["Retry-After"] = later.ToString();
        response.SendChunked = true;
        await using var pieces = await answer.Content.ReadAsStreamAsync(_stop.Token);
        var buffer = new byte[16 * 1024];
        while (await pieces.ReadAsync(buffer, _stop.Token) is var read and > 0)
        {
            await response.OutputStream.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            await response.OutputStream.FlushAsync(_stop.Token);
        }
        response.Close();
    }
}
