using KalePool.Stellar.Rpc;
using KalePool.Stellar.Rpc.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Stellar.Tests.Rpc.Nodes;

public sealed class StellarRpcNodesSpec
{
    static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(10);

    readonly FakeTimeProvider _time = new();
    readonly NodeServer _first = new();
    readonly NodeServer _second = new();
    readonly List<(string Node, string? Trouble)> _told = [];

    StellarRpcNodes Both() => Of(_first, _second);

    StellarRpcNodes Of(params NodeServer[] servers) => new(
        [.. servers.Select((server, i) => (new Uri($"http://rpc{i + 1}.example/a-key"), server.Rpc))], NodeServer.RightNetwork, _time,
        (node, trouble) =>
        {
            lock (_told) _told.Add((node, trouble));
        });

    static Task<GetTransactionResponse> FindAsync(StellarRpcNodes rpc) => rpc.GetTransactionAsync(new GetTransactionRequest(new string('a', 64)));

    [Fact]
    public async Task Asks_the_next_server_when_one_does_not_answer_and_stays_there()
    {
        _first.IsDead = true;
        var rpc = Both();
        Assert.Equal(100u, (await rpc.GetLatestLedgerAsync()).Sequence);
        var asked = _first.Asked.Count;
        await rpc.GetLatestLedgerAsync();
        Assert.Equal(asked, _first.Asked.Count);
        Assert.Equal("rpc2.example", rpc.Url.Host);
        Assert.StartsWith("rpc1.example", Assert.Single(_told).Node, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comes_back_to_the_first_when_it_is_well_again()
    {
        _first.IsDead = true;
        var rpc = Both();
        await rpc.GetLatestLedgerAsync();
        _first.IsDead = false;
        await rpc.GetLatestLedgerAsync();
        Assert.Equal("rpc2.example", rpc.Url.Host);
        _time.Advance(ProbeEvery);
        await rpc.GetLatestLedgerAsync();
        await UntilAsync(() => rpc.Url.Host == "rpc1.example");
        Assert.Null(_told[^1].Trouble);
    }

    [Fact]
    public async Task Fails_when_no_server_answers_and_asks_all_again_at_the_next_question()
    {
        (_first.IsDead, _second.IsDead) = (true, true);
        var rpc = Both();
        Assert.Equal(RpcErrorKind.Unreachable, (await Assert.ThrowsAsync<RpcException>(() => rpc.GetLatestLedgerAsync())).Kind);
        _second.IsDead = false;
        Assert.Equal(100u, (await rpc.GetLatestLedgerAsync()).Sequence);
    }

    [Fact]
    public async Task Takes_a_refusal_of_the_request_as_the_answer()
    {
        var rpc = Both();
        await rpc.GetLatestLedgerAsync();
        _first.Error = -32602;
        Assert.Equal(-32602, (await Assert.ThrowsAsync<RpcException>(() => FindAsync(rpc))).Code);
        Assert.DoesNotContain("getTransaction", _second.Asked);
    }

    [Fact]
    public async Task Asks_the_next_server_after_an_error_of_the_servers_own()
    {
        var rpc = Both();
        await rpc.GetLatestLedgerAsync();
        _first.Error = -32603;
        Assert.Equal(TransactionStatus.NotFound, (await FindAsync(rpc)).Status);
    }

    [Fact]
    public async Task Believes_no_server_that_is_behind_the_newest_ledger_seen()
    {
        (_first.Ledger, _second.Ledger) = (100, 200);
        var rpc = Both();
        Assert.Equal(200u, (await rpc.GetLatestLedgerAsync()).Sequence);
        Assert.Equal("rpc2.example", rpc.Url.Host);
        _second.IsDead = true;
        var alone = rpc.GetLatestLedgerAsync();
        await PassAsync(alone);
        Assert.Equal(RpcErrorKind.Behind, (await Assert.ThrowsAsync<RpcException>(() => alone)).Kind);
        _first.Ledger = 200;
        Assert.Equal(200u, (await rpc.GetLatestLedgerAsync()).Sequence);
    }

    [Fact]
    public async Task A_server_that_stands_still_is_left_when_a_probe_finds_another_ahead()
    {
        var rpc = Both();
        await rpc.GetLatestLedgerAsync();
        _second.Ledger = 200;
        Assert.Equal(100u, (await rpc.GetLatestLedgerAsync()).Sequence);
        _time.Advance(ProbeEvery);
        await rpc.GetLatestLedgerAsync();
        await UntilAsync(() => _second.Asked.Count(method => method == "getLatestLedger") >= 2);
        Assert.Equal(200u, (await rpc.GetLatestLedgerAsync()).Sequence);
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_yet_is_not_believed_and_makes_nobody_look_behind()
    {
        var rpc = Both();
        await rpc.GetLatestLedgerAsync();
        _first.Ledger = uint.MaxValue;
        _second.Ledger = 101;
        Assert.Equal(101u, (await rpc.GetLatestLedgerAsync()).Sequence);
        Assert.Equal("rpc2.example", rpc.Url.Host);
        Assert.Contains("cannot be yet", Assert.Single(_told).Trouble, StringComparison.Ordinal);
        _first.Ledger = 102;
        _time.Advance(ProbeEvery);
        await rpc.GetLatestLedgerAsync();
        await UntilAsync(() => rpc.Url.Host == "rpc1.example");
        Assert.Equal(102u, (await rpc.GetLatestLedgerAsync()).Sequence);
    }

    /// <summary>After a night in which one server stood still and the other was away.</summary>
    [Fact]
    public async Task A_server_that_is_far_ahead_is_believed_when_there_was_time_for_so_many_ledgers()
    {
        _second.IsDead = true;
        var rpc = Both();
        await rpc.GetLatestLedgerAsync();
        (_second.IsDead, _second.Ledger) = (false, 6_000);
        _time.Advance(TimeSpan.FromHours(8));
        await rpc.GetLatestLedgerAsync();
        await UntilAsync(() => rpc.Url.Host == "rpc2.example");
        Assert.Equal(6_000u, (await rpc.GetLatestLedgerAsync()).Sequence);
    }

    [Fact]
    public async Task One_address_with_servers_a_moment_apart_is_asked_again()
    {
        _first.Ledger = 101;
        var rpc = Of(_first);
        await rpc.GetLatestLedgerAsync();
        _first.Ledger = 100;
        var answer = rpc.GetLatestLedgerAsync();
        Assert.False(answer.IsCompleted);
        _first.Ledger = 101;
        await PassAsync(answer);
        Assert.Equal(101u, (await answer).Sequence);
    }

    [Fact]
    public async Task A_transaction_that_was_applied_is_true_whichever_ledger_the_server_is_at()
    {
        var rpc = Of(_first);
        await rpc.GetLatestLedgerAsync();
        (_first.Ledger, _first.HasTransaction) = (60, true);
        Assert.Equal(TransactionStatus.Success, (await FindAsync(rpc)).Status);
    }

    [Fact]
    public async Task Uses_no_server_of_another_network()
    {
        (_first.Passphrase, _first.Ledger, _first.HasTransaction) = ("another", 9000, true);
        var rpc = Both();
        Assert.Equal(NodeServer.RightNetwork, (await rpc.GetNetworkAsync()).Passphrase);
        Assert.Equal(100u, (await rpc.GetLatestLedgerAsync()).Sequence);
        Assert.Equal(TransactionStatus.NotFound, (await FindAsync(rpc)).Status);
        Assert.All(_first.Asked, method => Assert.Equal("getNetwork", method));
        Assert.Contains("another", Assert.Single(_told).Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_the_name_of_the_wrong_network_where_none_is_right()
    {
        (_first.Passphrase, _second.IsDead) = ("another", true);
        var rpc = Both();
        Assert.Equal("another", (await rpc.GetNetworkAsync()).Passphrase);
        await Assert.ThrowsAsync<RpcException>(() => rpc.GetLatestLedgerAsync());
        Assert.DoesNotContain("a-key", string.Concat(_told), StringComparison.Ordinal);
    }

    /// <summary>Lets the pauses between rounds pass until an answer has come.</summary>
    async Task PassAsync(Task answer) => await UntilAsync(() =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(250));
        return answer.IsCompleted;
    });

    static async Task UntilAsync(Func<bool> seen)
    {
        for (var left = 2_000; !seen(); left--)
        {
            Assert.True(left > 0, "it never came");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
