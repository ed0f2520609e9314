using System.Net;
using KalePool.Stellar.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Stellar.Tests.Rpc;

public sealed class RpcErrorSpec
{
    static readonly Uri Endpoint = new("http://rpc.example");

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":{id},"error":{"code":-32602,"message":"invalid_xdr"}}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":{id},"result":null,"error":{"code":-32001,"message":"over time limit","data":{"a":1}}}""", -32001)]
    [InlineData("""{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse error"}}""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":{id},"error":{"code":-32603}}""", -32603)]
    public async Task Gives_the_servers_own_error(string body, int code)
    {
        using var server = ScriptedServer.Saying(body);
        var error = await FailureAsync(server);
        Assert.Equal((RpcErrorKind.JsonRpcError, "getHealth", code), (error.Kind, error.Method, error.Code));
        Assert.Contains($"{code}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("<html>", "JSON")]
    [InlineData("""{"jsonrpc":"2.0","id":1""", "JSON")]
    [InlineData("[]", "object")]
    [InlineData("{}", "jsonrpc")]
    [InlineData("""{"jsonrpc":"1.0","id":{id},"result":{}}""", "jsonrpc")]
    [InlineData("""{"jsonrpc":"2.0","id":99,"result":{}}""", "id")]
    [InlineData("""{"jsonrpc":"2.0","id":"{id}","result":{}}""", "id")]
    [InlineData("""{"jsonrpc":"2.0","result":{}}""", "id")]
    [InlineData("""{"jsonrpc":"2.0","id":{id}}""", "result")]
    [InlineData("""{"jsonrpc":"2.0","id":{id},"result":null}""", "result")]
    [InlineData("""{"jsonrpc":"2.0","id":{id},"result":[]}""", "result")]
    [InlineData("""{"jsonrpc":"2.0","id":{id},"error":"no"}""", "error")]
    [InlineData("""{"jsonrpc":"2.0","id":{id},"error":{"code":"x"}}""", "error.code")]
    [InlineData("""{"jsonrpc":"2.0","id":{id},"id":{id},"result":{}}""", "JSON")]
    public async Task Refuses_what_is_no_answer_to_the_call(string body, string named)
    {
        using var server = ScriptedServer.Saying(body);
        var error = await FailureAsync(server);
        Assert.Equal(RpcErrorKind.BadContent, error.Kind);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_nesting_without_end()
    {
        using var server = ScriptedServer.Saying(new string('[', 100_000));
        Assert.Equal(RpcErrorKind.BadContent, (await FailureAsync(server)).Kind);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task Gives_the_http_status(HttpStatusCode status)
    {
        using var server = new ScriptedServer((_, _) => Task.FromResult(ScriptedServer.Body("{}", status)));
        var error = await FailureAsync(server);
        Assert.Equal((RpcErrorKind.HttpStatus, status), (error.Kind, error.Status));
        Assert.Contains($"{(int)status}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_connection_is_unreachable()
    {
        using var refused = ScriptedServer.Failing(new HttpRequestException("Connection refused"));
        Assert.Equal(RpcErrorKind.Unreachable, (await FailureAsync(refused)).Kind);
        using var broken = new ScriptedServer((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BreakingStream()) }));
        Assert.Equal(RpcErrorKind.Unreachable, (await FailureAsync(broken)).Kind);
    }

    [Fact]
    public async Task Takes_no_more_than_its_limit()
    {
        using var endless = new ScriptedServer((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new EndlessStream()) }));
        var error = await FailureAsync(endless, new StellarRpcOptions { MaxResponseBytes = 1_000_000 });
        Assert.Equal(RpcErrorKind.BadContent, error.Kind);
        Assert.Contains("1000000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_up_after_its_own_time()
    {
        var clock = new FakeTimeProvider();
        var called = new TaskCompletionSource();
        using var server = new ScriptedServer(async (_, cancellation) =>
        {
            called.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellation);
            throw new InvalidOperationException("never");
        });
        var failure = FailureAsync(server, new StellarRpcOptions { Timeout = TimeSpan.FromSeconds(5), TimeProvider = clock });
        await called.Task;
        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(failure.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(RpcErrorKind.Timeout, (await failure).Kind);
    }

    [Fact]
    public async Task The_http_clients_own_time_out_is_one_too()
    {
        using var server = ScriptedServer.Failing(new TaskCanceledException("timed out", new TimeoutException()));
        Assert.Equal(RpcErrorKind.Timeout, (await FailureAsync(server)).Kind);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_his_cancellation()
    {
        using var source = new CancellationTokenSource();
        using var server = new ScriptedServer(async (_, cancellation) =>
        {
            await source.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
            throw new InvalidOperationException("never");
        });
        using var http = new HttpClient(server);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new StellarRpcClient(http, Endpoint).GetHealthAsync(source.Token));
    }

    [Fact]
    public async Task Texts_of_a_server_stay_short_and_on_one_line()
    {
        using var server = ScriptedServer.Saying($$$"""{"jsonrpc":"2.0","id":{id},"error":{"code":-32603,"message":"a\nb\u001b[31m{{{new string('x', 5000)}}}"}}""");
        var error = await FailureAsync(server);
        Assert.InRange(error.Message.Length, 1, 500);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    static async Task<RpcException> FailureAsync(ScriptedServer server, StellarRpcOptions? options = null)
    {
        using var http = new HttpClient(server);
        return await Assert.ThrowsAsync<RpcException>(() => new StellarRpcClient(http, Endpoint, options).GetHealthAsync());
    }
}
