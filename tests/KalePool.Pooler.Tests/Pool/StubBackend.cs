using System.Net;
using System.Text;

namespace KalePool.Pooler.Tests.Pool;

/// <summary>Answers requests from a list, the last answer for ever, and keeps what was asked.</summary>
sealed class StubBackend(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
{
    public List<(Uri Url, string Body, string? Authorization, string? Prefer)> Asked { get; } = [];

    /// <summary>The correlation ids of all requests.</summary>
    public List<string> Traces { get; } = [];

    /// <summary>The Accept headers of requests that have one.</summary>
    public List<string> Accepted { get; } = [];

    public static Func<HttpRequestMessage, HttpResponseMessage> Lines(Stream body) =>
        _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) { Headers = { ContentType = new("application/x-ndjson") } } };

    public static Func<HttpRequestMessage, HttpResponseMessage> Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        _ => new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static Func<HttpRequestMessage, HttpResponseMessage> Problem(int status, string code) =>
        Json($$"""{"status":{{status}},"title":"t","detail":"what is wrong","code":"{{code}}"}""", (HttpStatusCode)status);

    public static Func<HttpRequestMessage, HttpResponseMessage> Refused { get; } = _ => throw new HttpRequestException("Connection refused");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        if (request.Headers.Accept.Count > 0) Accepted.Add(request.Headers.Accept.ToString());
        Traces.AddRange(request.Headers.GetValues("traceparent"));
        var answer = answers[Math.Min(Asked.Count, answers.Length - 1)];
        Asked.Add((request.RequestUri!, body, request.Headers.Authorization?.ToString(), request.Headers.TryGetValues("Prefer", out var prefer) ? prefer.Single() : null));
        return answer(request);
    }
}
