using System.Text.Json;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Tests.Rpc;
using KalePool.Tests.Golden;

namespace KalePool.Stellar.Tests.Golden.Checks;

/// <summary>rpc-requests.json: each call sends what the official clients were seen to send for it.</summary>
static class RequestChecks
{
    public static async Task RequestAsync(GoldenCase item)
    {
        // Headers and error texts of other clients; devnet's tests send the whole requests.
        item.Inform("sdk", "call", "accept", "clientHeaders", "raisedOnJsonRpcError", "contentType");
        Assert.Equal("POST", item.Text("httpMethod"));
        if (item.Get("body").ValueKind == JsonValueKind.Null)
        {
            // Friendbot is no JSON-RPC; what follows it is a call that has a request of its own.
            Assert.StartsWith("/friendbot?addr=", item.Text("path"), StringComparison.Ordinal);
            Assert.All(item.Get("followedBy").EnumerateArray(), next => Assert.Equal("getTransaction", next.Text("method")));
            return;
        }
        Assert.Equal("/", item.Text("path"));
        Assert.Equal("application/json", item.Text("contentType"));
        var body = item.Get("body");
        var method = body.Text("method");
        using var server = ScriptedServer.Answering(
            body.GetProperty("params") is { ValueKind: JsonValueKind.Object } p && p.TryGetProperty("hash", out var hash)
                ? RpcSamples.Of(method).Replace(RpcSamples.Hash, hash.GetString(), StringComparison.Ordinal)
                : RpcSamples.Of(method));
        using var http = new HttpClient(server);
        await RpcCalls.SendAsync(new StellarRpcClient(http, new Uri("http://rpc.example/")), method, body.GetProperty("params"));

        GoldenXdr.Same(body, Assert.Single(server.Requests), method);
        var message = Assert.Single(server.Messages);
        Assert.Equal((HttpMethod.Post, "/"), (message.Method, message.RequestUri!.AbsolutePath));
        Assert.Equal("application/json", message.Content!.Headers.ContentType!.ToString());
    }
}
