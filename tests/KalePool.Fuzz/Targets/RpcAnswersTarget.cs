using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using KalePool.Fuzz.Engine;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Fuzz.Targets;

/// <summary>Answers of an RPC server to every method: what is read of them is read to the last field of XDR.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Lives as long as the program.")]
public sealed class RpcAnswersTarget : IFuzzTarget
{
    /// <summary>A client's first call has this id.</summary>
    const int FirstId = 1;

    static readonly string Hash = new('a', 64);

    readonly CannedAnswer _server = new();
    readonly HttpClient _http;
    readonly (string Result, Func<StellarRpcClient, Task> Ask)[] _methods;
    readonly Lazy<IReadOnlyList<byte[]>> _seeds;

    public RpcAnswersTarget()
    {
        _http = new HttpClient(_server);
        var key = (LedgerKey)new LedgerKey.Account(new LedgerKeyAccount(new PublicKey.PublicKeyTypeEd25519(Opaque.Zeros(32))));
        _methods = Methods(key);
        _seeds = new(() => [.. Errors.Prepend(null).SelectMany(error => _methods.Select((method, i) => Choice.Of(i, Body(error ?? $"\"result\":{method.Result}"))))]);
    }

    public string Name => "rpc-answers";

    public IReadOnlyList<byte[]> Seeds => _seeds.Value;

    /// <summary>A call has clocks, tokens and buffers of its own.</summary>
    public Allowance Allowance => new(128 << 10, 400);

    static string?[] Errors => ["\"error\":{\"code\":-32602,\"message\":\"no\"}"];

    public void Run(ReadOnlySpan<byte> input)
    {
        var method = _methods[Choice.Among(_methods.Length, input, out var body)];
        _server.Set(HttpStatusCode.OK, body.ToArray());
        try
        {
            method.Ask(new StellarRpcClient(_http, new Uri("http://node.test/"))).GetAwaiter().GetResult();
        }
        catch (RpcException)
        {
            // The next node is asked, or the same one again.
        }
    }

    static byte[] Body(string answer) => Encoding.UTF8.GetBytes($"{{\"jsonrpc\":\"2.0\",\"id\":{FirstId},{answer}}}");

    static (string Result, Func<StellarRpcClient, Task> Ask)[] Methods(LedgerKey key)
    {
        var (entry, meta, result) = (First<LedgerEntryData>(), First<TransactionMeta>(), First<TransactionResult>());
        var (envelope, diagnostic, value, data) = (First<TransactionEnvelope>(), First<DiagnosticEvent>(), First<SCVal>(), First<SorobanTransactionData>());
        var transaction = $$"""
            "status":"SUCCESS","txHash":"{{Hash}}","ledger":58000000,"createdAt":"1757000050","applicationOrder":1,"feeBump":false,"envelopeXdr":"{{envelope}}","resultXdr":"{{result}}","resultMetaXdr":"{{meta}}","diagnosticEventsXdr":["{{diagnostic}}"]
            """;
        const string ledgers = "\"latestLedger\":58000010,\"latestLedgerCloseTime\":\"1757000050\",\"oldestLedger\":57879051,\"oldestLedgerCloseTime\":\"1756395250\"";
        const string fees = "{\"max\":\"210\",\"min\":\"100\",\"mode\":\"100\",\"p10\":\"100\",\"p20\":\"101\",\"p30\":\"102\",\"p40\":\"103\",\"p50\":\"104\",\"p60\":\"105\",\"p70\":\"106\",\"p80\":\"107\",\"p90\":\"108\",\"p95\":\"109\",\"p99\":\"110\",\"transactionCount\":\"7\",\"ledgerCount\":50}";
        return
        [
            ($$"""{"status":"healthy","ledgerRetentionWindow":120960,{{ledgers}}}""", rpc => rpc.GetHealthAsync()),
            ("""{"passphrase":"Test SDF Network ; September 2015","protocolVersion":28}""", rpc => rpc.GetNetworkAsync()),
            ("""{"version":"28.0.0","commitHash":"41b2f0ff","buildTimestamp":"2026-08-06T00:00:00","captiveCoreVersion":"28.0.0","protocolVersion":28}""", rpc => rpc.GetVersionInfoAsync()),
            ($$"""{"id":"{{Hash}}","protocolVersion":28,"sequence":58000010,"closeTime":"1757000050","headerXdr":"{{First<LedgerHeader>()}}"}""", async rpc => _ = (await rpc.GetLatestLedgerAsync()).DecodeHeader()),
            ($$"""{"sorobanInclusionFee":{{fees}},"inclusionFee":{{fees}},"latestLedger":58000010}""", rpc => rpc.GetFeeStatsAsync()),
            ($$"""{"latestLedger":58000010,"entries":[{"key":"{{key.ToBase64()}}","xdr":"{{entry}}","lastModifiedLedgerSeq":7,"liveUntilLedgerSeq":9}]}""", rpc => rpc.ReadEntriesAsync([key])),
            ($$"""{"latestLedger":58000010,"transactionData":"{{data}}","minResourceFee":"500","events":["{{diagnostic}}"],"results":[{"xdr":"{{value}}","auth":["{{First<SorobanAuthorizationEntry>()}}"]}],"stateChanges":[{"type":"created","key":"{{key.ToBase64()}}"}]}""", SimulateAsync),
            ($$"""{"status":"ERROR","hash":"{{Hash}}","latestLedger":58000010,"latestLedgerCloseTime":"1757000050","errorResultXdr":"{{result}}","diagnosticEventsXdr":["{{diagnostic}}"]}""", SendAsync),
            ($$"""{{{transaction}},{{ledgers}}}""", FindAsync),
            ($$"""{"transactions":[{{{transaction}}}],"cursor":"7","latestLedger":58000010,"latestLedgerCloseTimestamp":1757000050,"oldestLedger":57879051,"oldestLedgerCloseTimestamp":1756395250}""", PageAsync),
            ($$"""{"ledgers":[{"hash":"{{Hash}}","sequence":7,"ledgerCloseTime":"1757000050","headerXdr":"{{First<LedgerHeaderHistoryEntry>()}}","metadataXdr":"{{First<LedgerCloseMeta>()}}"}],"cursor":"7",{{ledgers}}}""", LedgersAsync),
            ($$"""{"events":[{"type":"contract","ledger":7,"ledgerClosedAt":"2025-09-04T15:34:10Z","contractId":"C","id":"0000000007-0000000001","operationIndex":0,"transactionIndex":1,"txHash":"{{Hash}}","topic":["{{value}}"],"value":"{{value}}"}],"cursor":"7",{{ledgers}}}""", EventsAsync),
        ];
    }

    static async Task SimulateAsync(StellarRpcClient rpc)
    {
        var simulated = await rpc.SimulateTransactionAsync(new SimulateTransactionRequest("AAAA"));
        _ = simulated.DecodeEvents();
        foreach (var result in simulated.Results) _ = (result.DecodeValue(), result.DecodeAuth());
        if (simulated.Error is null) _ = simulated.DecodeTransactionData();
    }

    static async Task SendAsync(StellarRpcClient rpc)
    {
        var sent = await rpc.SendTransactionAsync(new SendTransactionRequest("AAAA"));
        _ = (sent.DecodeErrorResult(), sent.DecodeDiagnosticEvents());
    }

    static async Task FindAsync(StellarRpcClient rpc)
    {
        var found = await rpc.GetTransactionAsync(new GetTransactionRequest(Hash));
        if (found.Status != TransactionStatus.NotFound) _ = (found.DecodeEnvelope(), found.DecodeResult(), found.DecodeMeta(), found.DecodeDiagnosticEvents());
    }

    static async Task PageAsync(StellarRpcClient rpc)
    {
        foreach (var found in (await rpc.GetTransactionsAsync(new GetTransactionsRequest(1))).Transactions) _ = (found.DecodeEnvelope(), found.DecodeResult(), found.DecodeMeta());
    }

    static async Task LedgersAsync(StellarRpcClient rpc)
    {
        foreach (var ledger in (await rpc.GetLedgersAsync(new GetLedgersRequest(1))).Ledgers) _ = (ledger.DecodeHeader(), ledger.DecodeMeta());
    }

    static async Task EventsAsync(StellarRpcClient rpc)
    {
        foreach (var told in (await rpc.GetEventsAsync(new GetEventsRequest([], 1))).Events) _ = (told.DecodeTopic(), told.DecodeValue());
    }

    /// <summary>The shortest value of a type in the vectors.</summary>
    static string First<T>() where T : IXdr<T>
    {
        foreach (var xdr in Samples.Xdr("vectors").Where(xdr => xdr.Length >= 12).OrderBy(xdr => xdr.Length))
        {
            try
            {
                return XdrCodec.Decode<T>(xdr).ToBase64();
            }
            catch (XdrException)
            {
                // Of another type.
            }
        }
        throw new InvalidDataException($"no {typeof(T).Name} in the vectors");
    }
}
