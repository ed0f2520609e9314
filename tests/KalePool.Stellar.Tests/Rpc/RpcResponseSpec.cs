using System.Text.Json;
using System.Text.Json.Nodes;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Rpc;

public sealed class RpcResponseSpec
{
    public static TheoryData<string> EveryMethod =>
    [
        "getHealth", "getNetwork", "getVersionInfo", "getLatestLedger", "getLedgers", "getFeeStats", "getLedgerEntries", "simulateTransaction",
        "sendTransaction", "getTransaction", "getTransactions", "getEvents",
    ];

    [Theory, MemberData(nameof(EveryMethod))]
    public async Task Reads_every_number_as_a_number_and_as_a_string(string method)
    {
        var sample = RpcSamples.Of(method);
        var plain = await AnswerAsync(method, sample);
        Assert.Equal(plain, await AnswerAsync(method, RpcSamples.WithNumbersAs(sample, strings: true)));
        // Cursors are strings that may look like numbers.
        Assert.Equal(plain, await AnswerAsync(method, RpcSamples.WithNumbersAs(sample, strings: false, "cursor")));
    }

    [Theory, MemberData(nameof(EveryMethod))]
    public async Task Takes_in_everything_a_whole_answer_holds(string method)
    {
        using var sample = JsonDocument.Parse(RpcSamples.Of(method));
        RpcCalls.AssertWhole(sample.RootElement, await CallAsync(method, RpcSamples.Of(method)));
    }

    [Theory, MemberData(nameof(EveryMethod))]
    public async Task Ignores_fields_it_does_not_know(string method)
    {
        var sample = RpcSamples.Of(method);
        Assert.Equal(await AnswerAsync(method, sample), await AnswerAsync(method, $$"""{"news":{"a":[1]},{{sample.Trim()[1..]}}"""));
    }

    [Theory]
    [InlineData("getHealth", "latestLedger")]
    [InlineData("getNetwork", "protocolVersion")]
    [InlineData("getVersionInfo", "protocolVersion")]
    [InlineData("getLatestLedger", "sequence")]
    [InlineData("getFeeStats", "inclusionFee")]
    [InlineData("getLedgerEntries", "latestLedger")]
    [InlineData("simulateTransaction", "latestLedger")]
    [InlineData("sendTransaction", "status")]
    [InlineData("getTransaction", "oldestLedger")]
    [InlineData("getTransactions", "latestLedger")]
    [InlineData("getLedgers", "latestLedger")]
    [InlineData("getEvents", "latestLedger")]
    public async Task Names_the_field_that_is_missing_or_wrong(string method, string field)
    {
        foreach (var wrong in new[] { "", "null", "\"-1\"", "-1", "\"\"", "[]", "true", "4294967296", "1.5", "1e400", "\" 1\"", "\"0x10\"" })
        {
            var answer = JsonNode.Parse(RpcSamples.Of(method))!.AsObject();
            answer.Remove(field);
            if (wrong.Length > 0) answer[field] = JsonNode.Parse(wrong);
            var error = await Assert.ThrowsAsync<RpcException>(() => AnswerAsync(method, answer.ToJsonString()));
            Assert.Equal((RpcErrorKind.BadContent, method), (error.Kind, error.Method));
            Assert.Contains(field, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1\"")]
    [InlineData("\"QUEUED\"")]
    [InlineData("\"PENDING, ERROR\"")]
    [InlineData("\"pending\"")]
    public async Task Refuses_a_status_it_does_not_know(string status)
    {
        var answer = $$"""{"status":{{status}},"hash":"aa","latestLedger":1,"latestLedgerCloseTime":1}""";
        var error = await Assert.ThrowsAsync<RpcException>(() => AnswerAsync("sendTransaction", answer));
        Assert.Equal(RpcErrorKind.BadContent, error.Kind);
        Assert.Contains("status", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_that_a_server_leaves_out_or_gives_as_null_are_empty()
    {
        var entries = (GetLedgerEntriesResponse)await CallAsync("getLedgerEntries", """{"entries":null,"latestLedger":1}""");
        Assert.Empty(entries.Entries);
        var simulated = (SimulateTransactionResponse)await CallAsync("simulateTransaction", """{"error":"HostError: Error(Contract, #8)","latestLedger":1}""");
        Assert.Empty(simulated.Results);
        Assert.Empty(simulated.Events);
        Assert.Empty(simulated.StateChanges);
        Assert.Equal("HostError: Error(Contract, #8)", simulated.Error);
    }

    [Theory]
    [InlineData("getLedgers", "ledgers[1]")]
    [InlineData("getTransactions", "transactions[1]")]
    [InlineData("getTransactions", "diagnosticEventsXdr[1]")]
    [InlineData("getTransaction", "diagnosticEventsXdr[1]")]
    [InlineData("getTransaction", "transactionEventsXdr[1]")]
    [InlineData("getTransaction", "contractEventsXdr[0][1]")]
    [InlineData("getEvents", "events[1]")]
    [InlineData("getEvents", "topic[1]")]
    [InlineData("simulateTransaction", "results[1]")]
    [InlineData("simulateTransaction", "auth[1]")]
    [InlineData("simulateTransaction", "events[0]")]
    [InlineData("sendTransaction", "diagnosticEventsXdr[0]")]
    [InlineData("getLedgerEntries", "entries[0]")]
    public async Task Names_an_element_that_is_null(string method, string element)
    {
        var answer = JsonNode.Parse(RpcSamples.Of(method))!;
        Lists(answer, element[..element.IndexOf('[', StringComparison.Ordinal)]).Select(list => element.Count(c => c == '[') == 2 ? list[0]!.AsArray() : list).First().Add(null);
        var error = await Assert.ThrowsAsync<RpcException>(() => CallAsync(method, answer.ToJsonString()));
        Assert.Equal(RpcErrorKind.BadContent, error.Kind);
        Assert.Contains(element, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_without_events_may_be_null()
    {
        var answer = JsonNode.Parse(RpcSamples.Of("getTransaction"))!;
        answer["events"]!["contractEventsXdr"]!.AsArray().Add(null);
        var found = (GetTransactionResponse)await CallAsync("getTransaction", answer.ToJsonString());
        Assert.Equal([1, 0], found.Events!.ContractEventsXdr.Select(events => events.Count));
    }

    [Fact]
    public async Task Reads_a_transaction_that_is_not_found()
    {
        var found = (GetTransactionResponse)await CallAsync("getTransaction", $$$"""
            {"status":"NOT_FOUND","txHash":"{{{RpcSamples.Hash.ToUpperInvariant()}}}","latestLedger":10,"latestLedgerCloseTime":"20","oldestLedger":1,"oldestLedgerCloseTime":"2",
             "ledger":0,"createdAt":"0","applicationOrder":0,"feeBump":false,"events":{}}
            """);
        Assert.Equal((TransactionStatus.NotFound, 10u, 20L, 1u), (found.Status, found.LatestLedger, found.LatestLedgerCloseTime, found.OldestLedger));
        var error = Assert.Throws<RpcException>(() => found.DecodeResult());
        Assert.Equal(RpcErrorKind.BadContent, error.Kind);
        Assert.Contains("resultXdr", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NOT_FOUND")]
    [InlineData("SUCCESS")]
    public async Task Another_transactions_answer_is_refused(string status)
    {
        var answer = JsonNode.Parse(RpcSamples.Of("getTransaction"))!;
        answer["status"] = status;
        var asked = new string('e', 64);
        var error = await Assert.ThrowsAsync<RpcException>(() => RpcCalls.ReadAsync("getTransaction", answer.ToJsonString(), asked));
        Assert.Equal(RpcErrorKind.BadContent, error.Kind);
        Assert.Contains("txHash", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decodes_the_xdr_inside()
    {
        var found = (GetTransactionResponse)await CallAsync("getTransaction", RpcSamples.Of("getTransaction"));
        Assert.IsType<TransactionResultResult.TxTooEarly>(found.DecodeResult().Result);
        Assert.IsType<TransactionEnvelope.Tx>(found.DecodeEnvelope());
        Assert.IsType<TransactionMeta.V4>(found.DecodeMeta());
        Assert.Single(found.DecodeDiagnosticEvents());

        var simulated = (SimulateTransactionResponse)await CallAsync("simulateTransaction", RpcSamples.Of("simulateTransaction"));
        Assert.Equal(simulated.MinResourceFee, simulated.DecodeTransactionData().ResourceFee);
        Assert.Single(simulated.Results[0].DecodeAuth());
        Assert.IsType<SCVal.Void>(simulated.Results[0].DecodeValue());

        var sent = (SendTransactionResponse)await CallAsync("sendTransaction", RpcSamples.Of("sendTransaction"));
        Assert.Equal(100, sent.DecodeErrorResult()!.FeeCharged);

        var events = (GetEventsResponse)await CallAsync("getEvents", RpcSamples.Of("getEvents"));
        Assert.Equal([SCVals.Symbol("mint")], events.Events[0].DecodeTopic());
        Assert.Equal(SCVals.U32(1), events.Events[0].DecodeValue());
    }

    [Fact]
    public async Task Reads_the_latest_header_alone_and_inside_its_history_entry()
    {
        var alone = (GetLatestLedgerResponse)await CallAsync("getLatestLedger", RpcSamples.Of("getLatestLedger"));
        var ledgers = (GetLedgersResponse)await CallAsync("getLedgers", RpcSamples.Of("getLedgers"));
        Assert.Equal(alone.Sequence, alone.DecodeHeader().LedgerSeq);
        Assert.Equal(alone.DecodeHeader(), (alone with { HeaderXdr = ledgers.Ledgers[0].HeaderXdr }).DecodeHeader());
        Assert.Equal(alone.DecodeHeader(), ledgers.Ledgers[0].DecodeHeader().Header);
        Assert.IsType<LedgerCloseMeta.V2>(ledgers.Ledgers[0].DecodeMeta());
        Assert.Throws<RpcException>(() => (alone with { HeaderXdr = null }).DecodeHeader());
    }

    static IEnumerable<JsonArray> Lists(JsonNode? node, string name) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == name && member.Value is JsonArray list ? [list] : Lists(member.Value, name)),
        JsonArray items => items.SelectMany(item => Lists(item, name)),
        _ => [],
    };

    static Task<object> CallAsync(string method, string result) => RpcCalls.ReadAsync(method, result);

    /// <summary>All that was read, written out again.</summary>
    static async Task<string> AnswerAsync(string method, string result)
    {
        var answer = await CallAsync(method, result);
        return JsonSerializer.Serialize(answer, answer.GetType());
    }
}
