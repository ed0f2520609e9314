using System.Text.Json;
using KalePool.Devnet.Faults;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Faults;

/// <summary>What a client sees when something goes wrong between it and a server.</summary>
public sealed class CallFaultsSpec
{
    readonly FaultyWorld _world = new();
    readonly TransactionEnvelope _trust;

    public CallFaultsSpec()
    {
        var key = _world.Test.NewAccount();
        _trust = _world.Test.Classic(key, [Operations.ChangeTrust(_world.Test.Kale)]).Sign(_world.Test.Chain.Network, key);
    }

    string Sending => $$"""{"transaction":"{{_trust.ToBase64()}}"}""";

    [Fact]
    public void Without_a_plan_nothing_goes_wrong()
    {
        Assert.Null(_world.Network.Plan);
        Assert.Equal("healthy", _world.Result("getHealth").GetProperty("status").GetString());
        Assert.Equal("PENDING", _world.StatusOf(_trust));
        Assert.NotNull(_world.Close());
        Assert.True(_world.Knows(_trust));
        Assert.Empty(_world.Network.Log.After());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Is_silent_before_or_after_the_effect(bool carriedOut)
    {
        _world.Follow($$"""{"fault":"no_answer","methods":["sendTransaction"],"carried_out":{{(carriedOut ? "true" : "false")}}}""");

        Assert.IsType<NodeAnswer.Silence>(_world.Ask("sendTransaction", Sending));
        Assert.IsType<NodeAnswer.Told>(_world.Ask("getHealth"));
        _world.Close();

        Assert.Equal(carriedOut, _world.Knows(_trust));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Answers_late_what_was_done_at_once_or_is_done_only_then(bool carriedOut)
    {
        _world.Follow($$"""{"fault":"late_answer","delay_ms":700,"methods":["sendTransaction"],"carried_out":{{(carriedOut ? "true" : "false")}}}""");

        var late = Assert.IsType<NodeAnswer.Later>(_world.Ask("sendTransaction", Sending));

        Assert.Equal(700, late.Delay.TotalMilliseconds);
        Assert.Equal(carriedOut ? 1 : 0, _world.Test.Chain.Waiting);
        Assert.Equal("PENDING", FaultyWorld.Read(late.Then()).GetProperty("result").GetProperty("status").GetString());
        Assert.Equal(1, _world.Test.Chain.Waiting);
    }

    [Theory]
    [InlineData(503, false)]
    [InlineData(504, true)]
    [InlineData(200, false)]
    public void A_proxy_answers_in_the_servers_place(int status, bool carriedOut)
    {
        _world.Follow($$"""{"fault":"http_status","status":{{status}},"carried_out":{{(carriedOut ? "true" : "false")}},"times":1}""");

        var told = Assert.IsType<NodeAnswer.Told>(_world.Ask("sendTransaction", Sending));

        Assert.Equal((status, "text/html"), (told.Status, told.ContentType));
        Assert.Equal(carriedOut ? 1 : 0, _world.Test.Chain.Waiting);
        Assert.Equal("healthy", _world.Result("getHealth").GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("html")]
    [InlineData("empty")]
    [InlineData("truncated")]
    [InlineData("repeated")]
    [InlineData("wrong_id")]
    [InlineData("error")]
    public async Task The_pools_client_takes_no_spoiled_answer(string content)
    {
        _world.Follow($$"""{"fault":"wrong_content","content":"{{content}}","times":1}""");

        var failure = await Assert.ThrowsAsync<RpcException>(() => _world.Client().SendTransactionAsync(new SendTransactionRequest(_trust.ToBase64())));

        Assert.Equal(content == "error" ? RpcErrorKind.JsonRpcError : RpcErrorKind.BadContent, failure.Kind);
        Assert.Equal(1, _world.Test.Chain.Waiting);
        Assert.Equal("DUPLICATE", _world.StatusOf(_trust));
    }

    [Fact]
    public void Names_another_network_where_that_is_asked_for()
    {
        _world.Follow("""{"fault":"wrong_content","content":"wrong_network"}""");

        Assert.NotEqual(_world.Test.Chain.Settings.Passphrase, _world.Result("getNetwork").GetProperty("passphrase").GetString());
        Assert.Equal("healthy", _world.Result("getHealth").GetProperty("status").GetString());
    }

    [Fact]
    public void Denies_a_transaction_as_a_server_that_never_heard_of_it()
    {
        _world.Send(_trust);
        _world.Close();
        var unknown = _world.Find(Opaque.Zeros(32)).EnumerateObject().Select(field => field.Name).ToList();
        _world.Follow("""{"fault":"wrong_content","content":"denied","times":1}""");

        var denied = _world.Find(_world.Hash(_trust));

        Assert.Equal("NOT_FOUND", denied.GetProperty("status").GetString());
        Assert.Equal(unknown.Order(), denied.EnumerateObject().Select(field => field.Name).Order());
        Assert.Equal("SUCCESS", _world.Find(_world.Hash(_trust)).GetProperty("status").GetString());
    }

    [Fact]
    public void Delivers_a_request_twice()
    {
        _world.Follow("""{"fault":"delivered_twice","methods":["sendTransaction"]}""");

        Assert.Equal("DUPLICATE", _world.StatusOf(_trust));
        Assert.Equal(1, _world.Test.Chain.Waiting);
    }

    [Fact]
    public void Strikes_one_server_and_not_the_other()
    {
        var world = new FaultyWorld(nodes: 2);
        world.Follow("""{"fault":"no_answer","nodes":[2]}""");

        Assert.IsType<NodeAnswer.Told>(world.Ask("getHealth", node: 1));
        Assert.IsType<NodeAnswer.Silence>(world.Ask("getHealth", node: 2));
    }

    [Fact]
    public void Is_in_force_from_a_ledger_to_a_ledger_and_from_a_time_to_a_time()
    {
        _world.Follow("""{"fault":"no_answer","after_ledgers":1,"for_ledgers":2},{"fault":"http_status","after_seconds":20,"for_seconds":5}""");

        var seen = Enumerable.Range(0, 6).Select(_ =>
        {
            var answer = _world.Ask("getHealth");
            _world.Close(5);
            return answer is NodeAnswer.Told told ? told.Status : 0;
        });

        Assert.Equal([200, 0, 0, 200, 503, 200], seen);
    }

    [Fact]
    public void Tells_what_it_did()
    {
        _world.Follow("""{"fault":"halted","after_ledgers":1000,"for_seconds":1},{"fault":"http_status","methods":["getHealth"]}""");
        _world.Ask("getNetwork");
        _world.Ask("getHealth");

        var entry = Assert.Single(_world.Network.Log.After());

        Assert.Equal((1, _world.State.Sequence, 1, "getHealth", "http_status", 1), (entry.Number, entry.Ledger, entry.Node, entry.Method, entry.Fault, entry.Rule));
        Assert.Equal(_world.Test.Clock.GetUtcNow(), entry.At);
        Assert.Empty(_world.Network.Log.After(1));
    }

    [Fact]
    public void The_same_plan_and_the_same_calls_meet_the_same_faults()
    {
        const string rules =
            """
            {"fault":"no_answer","probability":0.2},{"fault":"http_status","probability":0.3,"methods":["getHealth"]},{"fault":"lag","probability":0.5},
            {"fault":"wrong_content","content":"html","probability":0.5,"times":9}
            """;
        var (one, same, other) = (Run(1), Run(1), Run(2));

        Assert.Equal(one, same);
        Assert.NotEqual(one, other);
        Assert.Contains("silent", one);
        Assert.Contains("healthy", one);

        List<string> Run(int seed)
        {
            var world = new FaultyWorld();
            world.Follow(rules, seed);
            var seen = new List<string>();
            for (var i = 0; i < 60; i++)
            {
                seen.Add(world.Ask(i % 3 == 0 ? "getNetwork" : "getHealth") switch
                {
                    NodeAnswer.Told { Status: 200, ContentType: "application/json" } told when JsonDocument.Parse(told.Body).RootElement.GetProperty("result") is var result =>
                        result.TryGetProperty("status", out var status) ? $"{status} {result.GetProperty("latestLedger")}" : "network",
                    NodeAnswer.Told told => $"{told.Status} {told.ContentType}",
                    NodeAnswer.Silence => "silent",
                    var answer => throw new InvalidOperationException($"{answer}"),
                });
                if (i % 5 == 0) world.Close();
            }
            return [.. seen.Select(text => text.StartsWith("healthy", StringComparison.Ordinal) ? "healthy" : text), .. seen, .. world.Network.Log.After().Select(entry => $"{entry}")];
        }
    }
}
