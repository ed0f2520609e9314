using System.Text.Json;
using System.Text.Json.Nodes;

namespace KalePool.Stellar.Tests.Rpc;

/// <summary>A whole answer of each method, every optional field present, numbers in the form that stellar-rpc 28 gives them.</summary>
static class RpcSamples
{
    public static readonly string Hash = new('a', 64);

    const string Fees = """
        {"max":"210","min":"100","mode":"100","p10":"100","p20":"101","p30":"102","p40":"103","p50":"104","p60":"105","p70":"106","p80":"107",
         "p90":"108","p95":"109","p99":"110","transactionCount":"7","ledgerCount":50}
        """;

    public static string Of(string method) => method switch
    {
        "getHealth" => """
            {"status":"healthy","latestLedger":58000010,"oldestLedger":57879051,"ledgerRetentionWindow":120960,
             "latestLedgerCloseTime":"1757000050","oldestLedgerCloseTime":"1756395250"}
            """,
        "getNetwork" => """{"friendbotUrl":"https://friendbot.example/","passphrase":"Test SDF Network ; September 2015","protocolVersion":28}""",
        "getVersionInfo" => """
            {"version":"28.0.0","commitHash":"41b2f0ff","buildTimestamp":"2026-08-06T00:00:00","captiveCoreVersion":"stellar-core 28.0.0","protocolVersion":28}
            """,
        "getLatestLedger" => Vectors.File("ledger.json").GetProperty("rpcExamples").GetProperty("getLatestLedger").GetRawText(),
        "getLedgers" => Vectors.File("ledger.json").GetProperty("rpcExamples").GetProperty("getLedgers").GetRawText(),
        "getFeeStats" => $$"""{"sorobanInclusionFee":{{Fees}},"inclusionFee":{{Fees}},"latestLedger":58000010}""",
        "getLedgerEntries" => """{"entries":[],"latestLedger":58000010}""",
        "simulateTransaction" => Vectors.Case("assemble.json", "cases", 0).GetProperty("simulation").GetRawText(),
        "sendTransaction" => $$"""
            {"status":"ERROR","hash":"{{Hash}}","latestLedger":58000010,"latestLedgerCloseTime":"1757000050",
             "errorResultXdr":"AAAAAAAAAGT////+AAAAAA==","diagnosticEventsXdr":[]}
            """,
        "getTransaction" => Transaction("\"1757000050\"", """
            "latestLedger":58000010,"latestLedgerCloseTime":"1757000050","oldestLedger":57879051,"oldestLedgerCloseTime":"1756395250",
            """),
        "getTransactions" => $$"""
            {"transactions":[{{Transaction("1757000050", "")}}],"latestLedger":58000010,"latestLedgerCloseTimestamp":1757000050,
             "oldestLedger":57879051,"oldestLedgerCloseTimestamp":1756395250,"cursor":"249108140462575616"}
            """,
        "getEvents" => $$"""
            {"events":[{"type":"contract","ledger":58000010,"ledgerClosedAt":"2025-09-04T15:34:10Z","contractId":"CAAVU2UQJLMZ3GUZFM56KVNHLPA3ZSSNR4VP2U53YBXFD2GI3QLIVHZZ",
             "id":"0249108140462575616-0000000001","operationIndex":0,"transactionIndex":1,"txHash":"{{Hash}}","inSuccessfulContractCall":true,
             "topic":["AAAADwAAAARtaW50"],"value":"AAAAAwAAAAE="}],"cursor":"0249108140462575616-0000000001","latestLedger":58000010,"oldestLedger":57879051,
             "latestLedgerCloseTime":"1757000050","oldestLedgerCloseTime":"1756395250"}
            """,
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "no sample"),
    };

    /// <summary>The same answer with every number as a string, or every string that is a number as a number.</summary>
    public static string WithNumbersAs(string json, bool strings, params string[] textFields)
    {
        var root = JsonNode.Parse(json)!;
        Turn(root, strings, textFields);
        return root.ToJsonString();
    }

    static void Turn(JsonNode node, bool strings, string[] textFields)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                if (item is JsonObject or JsonArray) Turn(item, strings, textFields);
            return;
        }
        foreach (var (name, value) in node.AsObject().ToList())
        {
            if (value is JsonObject or JsonArray) Turn(value, strings, textFields);
            else if (value is null || textFields.Contains(name)) continue;
            else if (strings && value.GetValueKind() == JsonValueKind.Number) node[name] = value.ToJsonString();
            else if (!strings && value.GetValueKind() == JsonValueKind.String && long.TryParse(value.GetValue<string>(), out var number)) node[name] = number;
        }
    }

    static string Transaction(string createdAt, string more) => $$"""
        {"status":"SUCCESS","txHash":"{{Hash}}",{{more}}"ledger":58000009,"createdAt":{{createdAt}},"applicationOrder":2,"feeBump":false,
         "envelopeXdr":"{{Vectors.Case("envelopes.json", "cases", 0).GetProperty("networks").GetProperty("TESTNET").Text("signed")}}",
         "resultXdr":"{{Vectors.Case("results.json", "cases", 0).Text("xdr")}}",
         "resultMetaXdr":"{{Vectors.Case("meta.json", "cases", 0).Text("xdr")}}",
         "diagnosticEventsXdr":["{{Vectors.Case("meta.json", "diagnosticEvents", 0).Text("xdr")}}"],
         "events":{"transactionEventsXdr":["{{Vectors.Case("meta.json", "transactionEvents", 0).Text("xdr")}}"],
                   "contractEventsXdr":[["{{Vectors.Case("meta.json", "contractEvents", 0).Text("xdr")}}"]]} }
        """;
}
