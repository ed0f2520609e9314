using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Faults;

/// <summary>Servers of one chain that disagree.</summary>
public sealed class ViewFaultsSpec
{
    readonly FaultyWorld _world = new(nodes: 2);

    uint Latest(int node) => _world.Result("getLatestLedger", node: node).GetProperty("sequence").GetUInt32();

    [Fact]
    public void One_that_lags_shows_an_older_ledger_whole()
    {
        _world.Close(10, 5);
        _world.Follow("""{"fault":"lag","nodes":[1],"ledgers":4}""");
        var key = _world.Test.NewAccount();
        _world.Close(2, 5);

        Assert.Equal(Latest(2) - 4, Latest(1));
        Assert.Equal(_world.Test.Chain.ViewBehind(4).State.CloseTime, ulong.Parse(_world.Result("getHealth").GetProperty("latestLedgerCloseTime").GetString()!, null));
        Assert.Empty(Entries(1));
        Assert.Single(Entries(2));
        _world.Close(2, 5);
        Assert.Single(Entries(1));

        IEnumerable<System.Text.Json.JsonElement> Entries(int node) =>
            _world.Result("getLedgerEntries", $$"""{"keys":["{{LedgerKeys.Account(Addresses.Account(key.PublicKey)).ToBase64()}}"]}""", node).GetProperty("entries").EnumerateArray();
    }

    [Fact]
    public void One_that_lags_judges_transactions_by_what_it_knows()
    {
        var key = _world.Test.NewAccount();
        _world.Close(5, 5);
        _world.Follow("""{"fault":"lag","nodes":[1],"ledgers":3}""");
        var first = Trust(100);
        Assert.Equal("PENDING", _world.StatusOf(first, 2));
        _world.Close();

        Assert.Equal("DUPLICATE", _world.StatusOf(first, 1));
        var second = Trust(200);
        var refused = _world.Send(second, 1);
        Assert.Equal("ERROR", refused.GetProperty("status").GetString());
        Assert.IsType<TransactionResultResult.TxBadSeq>(XdrCodec.FromBase64<TransactionResult>(refused.GetProperty("errorResultXdr").GetString()!).Result);
        Assert.Equal("PENDING", _world.StatusOf(second, 2));
        _world.Close();
        var overtaken = _world.Test.Classic(key, [Operations.ChangeTrust(_world.Test.Kale, 300)]) with { SeqNum = _world.Test.Account(key).SeqNum - 1 };
        Assert.Equal("PENDING", _world.StatusOf(overtaken.Sign(_world.Test.Chain.Network, key), 1));
        Assert.Equal("ERROR", _world.StatusOf(overtaken.Sign(_world.Test.Chain.Network, key), 2));

        TransactionEnvelope Trust(long limit) => _world.Test.Classic(key, [Operations.ChangeTrust(_world.Test.Kale, limit)]).Sign(_world.Test.Chain.Network, key);
    }

    [Fact]
    public void One_that_stands_still_falls_behind_as_far_as_states_are_kept()
    {
        _world.Follow("""{"fault":"stands_still","nodes":[1],"after_ledgers":2}""");
        var begun = _world.State.Sequence;
        _world.Close(30, 5);
        Assert.Equal(begun + 2, Latest(1));

        _world.Close(40, 5);
        Assert.Equal(Latest(2) - 60, Latest(1));
        Assert.StartsWith("latency (", FaultyWorld.Read(_world.Ask("getHealth")).GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        _world.Network.Follow(null);
        Assert.Equal(Latest(2), Latest(1));
    }

    [Fact]
    public void One_of_short_memory_forgets_what_the_other_remembers()
    {
        var key = _world.Test.NewAccount();
        var trust = _world.Test.Classic(key, [Operations.ChangeTrust(_world.Test.Kale)]).Sign(_world.Test.Chain.Network, key);
        _world.Send(trust);
        _world.Follow("""{"fault":"short_retention","nodes":[1],"ledgers":3}""");
        _world.Close(3, 5);
        Assert.Equal("SUCCESS", _world.Find(_world.Hash(trust), 1).GetProperty("status").GetString());
        _world.Close();

        var forgotten = _world.Find(_world.Hash(trust), 1);
        Assert.Equal(("NOT_FOUND", _world.State.Sequence - 2), (forgotten.GetProperty("status").GetString(), forgotten.GetProperty("oldestLedger").GetUInt32()));
        Assert.Equal("SUCCESS", _world.Find(_world.Hash(trust), 2).GetProperty("status").GetString());
        Assert.Equal(3u, _world.Result("getHealth").GetProperty("ledgerRetentionWindow").GetUInt32());
        Assert.Equal(3, _world.Result("getLedgers", $$"""{"startLedger":{{_world.State.Sequence - 2}}}""").GetProperty("ledgers").GetArrayLength());
        Assert.True(FaultyWorld.Read(_world.Ask("getLedgers", $$"""{"startLedger":{{_world.State.Sequence - 3}}}""")).TryGetProperty("error", out _));
    }

    [Fact]
    public void One_whose_clock_is_ahead_is_never_well_and_takes_nothing_that_ends_soon()
    {
        var key = _world.Test.NewAccount();
        _world.Follow("""{"fault":"node_clock","nodes":[1],"seconds":60}""");
        var tx = _world.Test.Classic(key, [Operations.ChangeTrust(_world.Test.Kale)], new Bounds(MaxTime: _world.State.CloseTime + 40)).Sign(_world.Test.Chain.Network, key);

        Assert.True(FaultyWorld.Read(_world.Ask("getHealth", node: 1)).TryGetProperty("error", out _));
        var refused = XdrCodec.FromBase64<TransactionResult>(_world.Send(tx, 1).GetProperty("errorResultXdr").GetString()!);
        Assert.IsType<TransactionResultResult.TxTooLate>(refused.Result);
        Assert.Equal("healthy", _world.Result("getHealth", node: 2).GetProperty("status").GetString());
        Assert.Equal("PENDING", _world.StatusOf(tx, 2));
        Assert.Equal(Latest(2), Latest(1));
    }

    [Fact]
    public async Task The_pool_believes_none_that_is_behind_or_of_another_network()
    {
        _world.Close(10, 5);
        _world.Follow("""{"fault":"lag","nodes":[1],"ledgers":5}""");
        var rpc = _world.Clients();
        Assert.Equal(_world.State.Sequence, (await rpc.GetLatestLedgerAsync()).Sequence);

        _world.Follow("""{"fault":"wrong_content","content":"wrong_network","nodes":[1]}""");
        var asked = _world.Network.Log.After().Length;
        Assert.Equal(_world.State.Sequence, (await _world.Clients().GetLatestLedgerAsync()).Sequence);
        Assert.Contains(_world.Network.Log.After(asked), entry => entry.Fault == "wrong_content");
    }

    [Fact]
    public async Task A_server_that_is_behind_refuses_events_of_ledgers_it_has_not_seen()
    {
        _world.Close(10, 5);
        _world.Follow("""{"fault":"lag","nodes":[1],"ledgers":5}""");
        var all = await _world.Client(2).GetEventsAsync(new GetEventsRequest([], _world.State.Sequence));

        var refused = await Assert.ThrowsAsync<RpcException>(() => _world.Client(1).GetEventsAsync(new GetEventsRequest([], Pagination: new Pagination(all.Cursor))));

        Assert.Equal(RpcErrorKind.JsonRpcError, refused.Kind);
        Assert.Contains("startLedger must be within the ledger range", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_of_short_memory_refuses_events_of_ledgers_it_has_forgotten()
    {
        _world.Close(10, 5);
        var cursor = _world.Result("getEvents", $$"""{"startLedger":{{_world.State.Sequence - 8}},"endLedger":{{_world.State.Sequence - 7}}}""").GetProperty("cursor").GetString();
        _world.Follow("""{"fault":"short_retention","nodes":[1],"ledgers":3}""");
        var given = $$$"""{"pagination":{"cursor":"{{{cursor}}}"}}""";

        var refused = FaultyWorld.Read(_world.Ask("getEvents", given)).GetProperty("error");

        Assert.Equal(-32600, refused.GetProperty("code").GetInt32());
        Assert.True(_world.Result("getEvents", given, 2).TryGetProperty("events", out _));
    }

    [Theory]
    [InlineData("""{"fault":"lag","nodes":[1],"ledgers":2}""", 0)]
    [InlineData("""{"fault":"short_retention","nodes":[1],"ledgers":3}""", 8)]
    public async Task The_pool_asks_for_ledgers_whichever_server_has_them(string rule, uint ago)
    {
        _world.Close(10, 5);
        _world.Follow(rule);
        var rpc = _world.Clients();
        Assert.Equal(_world.State.Sequence, (await rpc.GetLatestLedgerAsync()).Sequence);

        var events = await rpc.GetEventsAsync(new GetEventsRequest([], _world.State.Sequence - ago));

        Assert.Equal(_world.State.Sequence, events.LatestLedger);
    }
}
