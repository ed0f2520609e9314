using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace KalePool.Backend.Tests.Hostile;

/// <summary>An RPC server that answers what another one does, until it lies.</summary>
sealed class LyingNode : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly HttpClient _http = new();

    LyingNode(string truth)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapPost("/", async (HttpRequest request) =>
        {
            var call = (await JsonNode.ParseAsync(request.Body))!;
            using var answer = await _http.PostAsync(new Uri(truth), new StringContent(call.ToJsonString(), Encoding.UTF8, "application/json"));
            var told = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            if (told["result"] is JsonObject result) Lie?.Invoke((string)call["method"]!, result);
            return Results.Text(told.ToJsonString(), "application/json");
        });
    }

    /// <summary>Changes the result of a method; null: the truth.</summary>
    public Action<string, JsonObject>? Lie { get; set; }

    public string Url => _app.Urls.Single();

    /// <param name="truth">The server that it asks.</param>
    public static async Task<LyingNode> StartAsync(string truth)
    {
        var node = new LyingNode(truth);
        await node._app.StartAsync();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }
}
