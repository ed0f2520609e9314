using KalePool.Stellar.Rpc;

namespace KalePool.Stellar.Tests.Rpc;

/// <summary>What the captured requests of the official clients do not show; those are golden data.</summary>
public sealed class RpcRequestSpec
{
    static readonly Uri Endpoint = new("http://rpc.example/soroban");

    [Fact]
    public async Task Numbers_its_calls()
    {
        using var server = ScriptedServer.Answering(RpcSamples.Of("getHealth"));
        using var http = new HttpClient(server);
        var client = new StellarRpcClient(http, Endpoint);
        for (var i = 0; i < 3; i++) await client.GetHealthAsync();
        Assert.Equal([1, 2, 3], server.Requests.Select(request => request.GetProperty("id").GetInt32()));
    }

    [Fact]
    public void Takes_only_absolute_http_addresses()
    {
        using var http = new HttpClient();
        Assert.Throws<ArgumentException>(() => new StellarRpcClient(http, new Uri("rpc", UriKind.Relative)));
        Assert.Throws<ArgumentException>(() => new StellarRpcClient(http, new Uri("file:///rpc")));
    }
}
