using System.Net;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Tests.Pool;
using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Tests.Chain;

public sealed class FailoverRpcSpec
{
    const string Network = """{"jsonrpc":"2.0","id":1,"result":{"passphrase":"p","protocolVersion":28}}""";
    const string Refusal = """{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"no"}}""";

    static (FailoverRpc Rpc, StubBackend[] Servers) Of(params StubBackend[] servers) => (
        new FailoverRpc([.. servers.Select((server, i) => (new Uri($"http://rpc{i}.example"), (IStellarRpc)new StellarRpcClient(new HttpClient(server), new Uri($"http://rpc{i}.example"))))]),
        servers);

    [Fact]
    public async Task Asks_the_next_server_when_one_does_not_answer_and_stays_there()
    {
        var (rpc, servers) = Of(new(StubBackend.Refused), new(StubBackend.Json("", HttpStatusCode.ServiceUnavailable)), new(StubBackend.Json(Network)));
        Assert.Equal("p", (await rpc.GetNetworkAsync()).Passphrase);
        Assert.Equal([1, 1, 1], servers.Select(server => server.Asked.Count));
        Assert.Equal("rpc2.example", rpc.Url.Host);
    }

    [Fact]
    public async Task Takes_a_servers_own_error_as_its_answer()
    {
        var (rpc, servers) = Of(new(StubBackend.Json(Refusal)), new(StubBackend.Json(Network)));
        Assert.Equal(RpcErrorKind.JsonRpcError, (await Assert.ThrowsAsync<RpcException>(() => rpc.GetNetworkAsync())).Kind);
        Assert.Empty(servers[1].Asked);
    }

    [Fact]
    public async Task Fails_when_no_server_answers()
    {
        var (rpc, servers) = Of(new(StubBackend.Refused), new(StubBackend.Refused));
        Assert.Equal(RpcErrorKind.Unreachable, (await Assert.ThrowsAsync<RpcException>(() => rpc.GetNetworkAsync())).Kind);
        Assert.Equal([1, 1], servers.Select(server => server.Asked.Count));
    }
}
