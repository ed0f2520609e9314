using System.Text.Json;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Rpc.Nodes;

/// <summary>An RPC server in memory, as well or as ill as a test wants it.</summary>
sealed class NodeServer
{
    public const string RightNetwork = "p";

    readonly List<string> _asked = [];

    public NodeServer() => Rpc = new StellarRpcClient(new HttpClient(new ScriptedServer((request, _) => Task.FromResult(Answer(request)))), new Uri("http://rpc.example"));

    public string Passphrase { get; set; } = RightNetwork;

    public uint Ledger { get; set; } = 100;

    public long CloseTime { get; set; } = 1_000;

    public uint OldestLedger { get; set; } = 1;

    public bool IsDead { get; set; }

    /// <summary>The code of a JSON-RPC error that everything is answered with; null for none.</summary>
    public int? Error { get; set; }

    /// <summary>Whether it knows every transaction as applied.</summary>
    public bool HasTransaction { get; set; }

    /// <summary>The ledger that it says a transaction was applied in.</summary>
    public uint AppliedIn { get; set; } = 50;

    /// <summary>What it says that a transaction returned.</summary>
    public SCVal Returned { get; set; } = SCVals.I128(5);

    /// <summary>What it says that a transaction cost.</summary>
    public long FeeCharged { get; set; } = 100;

    /// <summary>What it sends for a transaction's meta; null: what a server sends.</summary>
    public string? Meta { get; set; }

    /// <summary>Of the source account; null where it is absent.</summary>
    public long? Sequence { get; set; }

    /// <summary>The methods asked for, in order.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked) return [.. _asked];
        }
    }

    public IStellarRpc Rpc { get; }

    TransactionResult Result => new(FeeCharged, new TransactionResultResult.TxSuccess([]));

    static string MetaOf(SCVal returned)
    {
        TransactionMeta meta = new TransactionMeta.V4(new TransactionMetaV4([], [], [], new SorobanTransactionMetaV2(new SorobanTransactionMetaExt.V0(), returned), [], []));
        return meta.ToBase64();
    }

    HttpResponseMessage Answer(JsonElement request)
    {
        var method = request.GetProperty("method").GetString()!;
        lock (_asked) _asked.Add(method);
        if (IsDead) throw new HttpRequestException("Connection refused");
        if (Error is { } code) return ScriptedServer.Body($$$"""{"jsonrpc":"2.0","id":{{{request.GetProperty("id").GetRawText()}}},"error":{"code":{{{code}}},"message":"no"}}""");
        return ScriptedServer.Result(request, method switch
        {
            "getNetwork" => $$"""{"passphrase":"{{Passphrase}}","protocolVersion":28}""",
            "getLatestLedger" => $$"""{"id":"00","protocolVersion":28,"sequence":{{Ledger}}}""",
            "getTransaction" => Transaction(),
            "getLedgerEntries" => $$"""{"latestLedger":{{Ledger}},"entries":[{{Account(request)}}]}""",
            "sendTransaction" => $$"""{"status":"PENDING","hash":"00","latestLedger":{{Ledger}},"latestLedgerCloseTime":"{{CloseTime}}"}""",
            _ => throw new InvalidOperationException(method),
        });
    }

    string Transaction()
    {
        var times = $"\"latestLedger\":{Ledger},\"latestLedgerCloseTime\":\"{CloseTime}\",\"oldestLedger\":{OldestLedger},\"oldestLedgerCloseTime\":\"0\"";
        return HasTransaction
            ? $$"""{"status":"SUCCESS",{{times}},"ledger":{{AppliedIn}},"createdAt":"500","resultXdr":"{{Result.ToBase64()}}","resultMetaXdr":"{{Meta ?? MetaOf(Returned)}}"}"""
            : $$"""{"status":"NOT_FOUND",{{times}}}""";
    }

    string Account(JsonElement request)
    {
        if (Sequence is not { } sequence) return "";
        var key = request.GetProperty("params").GetProperty("keys")[0].GetString()!;
        var id = ((LedgerKey.Account)XdrCodec.FromBase64<LedgerKey>(key)).Value.AccountID;
        LedgerEntryData data = new LedgerEntryData.Account(new AccountEntry(id, 1, sequence, 0, null, 0, "", new Opaque([1, 0, 0, 0]), [], new AccountEntryExt.V0()));
        return $$"""{"key":"{{key}}","xdr":"{{data.ToBase64()}}","lastModifiedLedgerSeq":1}""";
    }
}
