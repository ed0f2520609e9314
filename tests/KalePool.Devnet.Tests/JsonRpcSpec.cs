using System.Net;
using System.Text;
using System.Text.Json;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

/// <summary>The envelope of the protocol as stellar-rpc's server has it: arrays, notifications, ids, what is no request.</summary>
public sealed class JsonRpcSpec : ServedDevnet
{
    [Fact]
    public async Task Answers_an_array_in_order_and_refuses_what_is_no_request_first()
    {
        var (status, body) = await PostAsync(
            """
            [{"jsonrpc":"2.0","id":1,"method":"getNetwork"}, 5, {"jsonrpc":"2.0","id":"two","method":"getWeather"},
             {"jsonrpc":"2.0","method":"getHealth"}, {"jsonrpc":"2.0","id":1,"method":"getFeeStats"}, {"id":9,"method":"getHealth"}]
            """);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["null -32600", "9 -32600", "1 passphrase", "\"two\" -32601", "1 sorobanInclusionFee"], Read(body).EnumerateArray().Select(Summary));
    }

    [Fact]
    public async Task Answers_one_answer_alone()
    {
        var (_, body) = await PostAsync("""[{"jsonrpc":"2.0","id":7,"method":"getNetwork"},{"jsonrpc":"2.0","method":"getHealth"}]""");

        Assert.Equal("7 passphrase", Summary(Read(body)));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","method":"getHealth"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"getHealth"}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"getWeather"}""")]
    [InlineData("""[{"jsonrpc":"2.0","method":"getHealth"},{"jsonrpc":"2.0","method":"getNetwork"}]""")]
    public async Task Answers_no_notification(string given)
    {
        var (status, body) = await PostAsync(given);

        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Empty(body);
    }

    [Fact]
    public async Task Carries_out_a_notification()
    {
        var key = Server.Chain.Keys.Homesteader;
        var account = Ledger.Accounts.FindAccount(Server.Chain.View.State, Addresses.Account(key.PublicKey))!;
        var tx = TransactionFactory.Classic(
            Addresses.Source(key.PublicKey), account.SeqNum + 1, Bounds.None,
            [Operations.ChangeTrust(Server.Chain.Deployment.Asset)]);
        var xdr = tx.Sign(Server.Chain.Network, key).ToBase64();

        var (status, _) = await PostAsync($$"""{"jsonrpc":"2.0","params":{"transaction":"{{xdr}}"},"method":"sendTransaction"}""");
        Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Equal(1, Server.CloseLedger().Transactions);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"getHealth"}""", "null -32600")]
    [InlineData("""{"jsonrpc":"2.0","id":true,"method":"getHealth"}""", "null -32600")]
    [InlineData("""{"jsonrpc":"2.0","id":[1],"method":"getHealth"}""", "null -32600")]
    [InlineData("""{"jsonrpc":"1.0","id":4,"method":"getHealth"}""", "4 -32600")]
    [InlineData("""{"jsonrpc":2,"id":4,"method":"getHealth"}""", "4 -32600")]
    [InlineData("""{"jsonrpc":"2.0","id":4,"method":7}""", "4 -32600")]
    [InlineData("""{"jsonrpc":"2.0","id":4,"method":""}""", "4 -32600")]
    [InlineData("""{"jsonrpc":"2.0","id":4,"method":"getHealth","params":5}""", "4 -32600")]
    [InlineData("""{"jsonrpc":"2.0","id":4,"method":"getHealth","params":[]}""", "4 -32602")]
    [InlineData("""{"jsonrpc":"2.0","id":4,"method":"getHealth","extra":1}""", "4 -32600")]
    [InlineData("""{"jsonrpc":"2.0","id":4,"method":"getHealth",}""", "null -32700")]
    [InlineData("""{"jsonrpc":"2.0","id":4,"method":"getHealth"} {}""", "null -32700")]
    [InlineData("", "null -32700")]
    [InlineData("7", "null -32600")]
    [InlineData("[]", "null -32600")]
    [InlineData("[7]", "null -32600")]
    [InlineData("""[{"jsonrpc":"2.0","id":4,"method":"getHealth"}""", "null -32700")]
    public async Task Refuses_what_is_no_request(string given, string expected)
    {
        var (status, body) = await PostAsync(given);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(expected, Summary(Read(body)));
    }

    [Theory]
    [InlineData("-1.5e3")]
    [InlineData("12345678901234567890123456789")]
    [InlineData("\"\"")]
    [InlineData("\"a\\u00e9\\\"b\"")]
    public async Task Gives_an_id_back_as_it_came(string id)
    {
        var (_, body) = await PostAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"getNetwork"}""");

        Assert.Equal(Read(id).GetRawText().Length > 0 && Read(id).ValueKind == JsonValueKind.String ? Read(id).GetString() : id, IdOf(Read(body)));
    }

    [Fact]
    public async Task Refuses_nesting_without_end()
    {
        var (_, body) = await PostAsync(new string('[', 100_000));

        Assert.Equal("null -32700", Summary(Read(body)));
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("Application/JSON; charset=UTF-8", HttpStatusCode.OK)]
    [InlineData("application/json; charset=latin1", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType)]
    public async Task Takes_json_alone(string? contentType, HttpStatusCode expected)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":1,"method":"getNetwork"}"""));
        if (contentType is not null) Assert.True(content.Headers.TryAddWithoutValidation("Content-Type", contentType));

        using var answer = await Http.PostAsync(new Uri(Server.RpcUrl), content);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Takes_posts_alone(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Server.RpcUrl));

        using var answer = await Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Theory]
    [InlineData(512 * 1024, HttpStatusCode.OK)]
    [InlineData(512 * 1024 + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Takes_half_a_megabyte(int bytes, HttpStatusCode expected)
    {
        var (status, _) = await PostAsync("""{"jsonrpc":"2.0","id":1,"method":"getNetwork"}""".PadRight(bytes));

        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task Lets_browsers_of_any_origin_ask()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(Server.RpcUrl));
        request.Headers.Add("Origin", "https://example.org");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-client-name");

        using var answer = await Http.SendAsync(request);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(["*"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
    }

    async Task<(HttpStatusCode Status, string Body)> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(new Uri(Server.RpcUrl), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    static JsonElement Read(string json) => JsonDocument.Parse(json).RootElement;

    static string IdOf(JsonElement answer) => answer.GetProperty("id") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : answer.GetProperty("id").GetRawText();

    /// <summary>An answer's id with its error's code or its result's first telling field.</summary>
    static string Summary(JsonElement answer)
    {
        Assert.Equal("2.0", answer.GetProperty("jsonrpc").GetString());
        var id = answer.GetProperty("id").GetRawText();
        if (answer.TryGetProperty("error", out var error)) return $"{id} {error.GetProperty("code").GetInt32()}";
        return $"{id} {answer.GetProperty("result").EnumerateObject().Select(field => field.Name).First(name => name != "friendbotUrl")}";
    }
}
