using System.Net;
using System.Text;
using System.Text.Json;

namespace KalePool.Stellar.Tests.Rpc;

/// <summary>An HTTP server in memory: keeps every request and answers as told.</summary>
sealed class ScriptedServer(Func<JsonElement, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public List<JsonElement> Requests { get; } = [];

    public List<HttpRequestMessage> Messages { get; } = [];

    /// <summary>Answers every call with this result.</summary>
    public static ScriptedServer Answering(string result) => new((request, _) => Task.FromResult(Result(request, result)));

    /// <summary>Answers every call with this body, {id} replaced by the call's.</summary>
    public static ScriptedServer Saying(string body) => new((request, _) =>
        Task.FromResult(Body(body.Replace("{id}", request.GetProperty("id").GetRawText(), StringComparison.Ordinal))));

    public static ScriptedServer Failing(Exception error) => new((_, _) => Task.FromException<HttpResponseMessage>(error));

    public static HttpResponseMessage Result(JsonElement request, string result) =>
        Body($$"""{"jsonrpc":"2.0","id":{{request.GetProperty("id").GetRawText()}},"result":{{result}}}""");

    public static HttpResponseMessage Body(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
        var call = document.RootElement.Clone();
        Requests.Add(call);
        Messages.Add(request);
        return await answer(call, cancellationToken);
    }
}
