using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KalePool.Pooler.Tests.OnDevnet;

/// <summary>The wire between pooler and chain: counts what passes, and can be cut.</summary>
sealed class Wire() : DelegatingHandler(new SocketsHttpHandler())
{
    int _inFlight;
    int _polls;

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Readings of the chain that have been answered.</summary>
    public int Polls => Volatile.Read(ref _polls);

    /// <summary>Nothing passes.</summary>
    public volatile bool IsCut;

    /// <summary>The wire is cut by the next sendTransaction: the server gets it, the answer is lost.</summary>
    public volatile bool CutsAfterSending;

    /// <summary>Called when it has been cut so.</summary>
    public Action? WhenCut { get; set; }

    /// <summary>Called once, before the next sendTransaction passes.</summary>
    public Action? BeforeSending { get; set; }

    /// <summary>So many of the next sendTransactions are answered TRY_AGAIN_LATER and do not pass.</summary>
    public int Refusals { get; set; }

    /// <summary>So many of the next sendTransactions are answered PENDING and do not pass: the server loses them.</summary>
    public int Losses { get; set; }

    /// <summary>So many of the next getLatestLedgers tell of a ledger that will not be for a thousand years, the last one of a time that no calendar has.</summary>
    public int Lies { get; set; }

    /// <summary>Envelopes sent, oldest first.</summary>
    public ConcurrentQueue<string> Sent { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _inFlight);
        try
        {
            if (IsCut) throw new HttpRequestException("the wire is cut");
            var asked = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken)).RootElement;
            var method = asked.GetProperty("method").GetString();
            if (method == "sendTransaction" && Intercept(asked) is { } refusal) return refusal;
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            if (method == "getLatestLedger") Interlocked.Increment(ref _polls);
            if (method == "getLatestLedger" && Lies > 0) await LieAsync(response, cancellationToken);
            if (method != "sendTransaction" || !CutsAfterSending) return response;
            IsCut = true;
            WhenCut?.Invoke();
            throw new HttpRequestException("the wire is cut");
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    async Task LieAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        Lies--;
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation))!;
        answer["result"]!["sequence"] = uint.MaxValue;
        answer["result"]!["closeTime"] = Lies > 0 ? "33333333333" : $"{long.MaxValue}";
        response.Content = new StringContent(answer.ToJsonString(), Encoding.UTF8, "application/json");
    }

    HttpResponseMessage? Intercept(JsonElement asked)
    {
        Sent.Enqueue(asked.GetProperty("params").GetProperty("transaction").GetString()!);
        var act = BeforeSending;
        BeforeSending = null;
        act?.Invoke();
        if (Refusals == 0 && Losses == 0) return null;
        var status = Refusals > 0 ? "TRY_AGAIN_LATER" : "PENDING";
        if (Refusals > 0) Refusals--;
        else Losses--;
        var answer = $$$"""{"jsonrpc":"2.0","id":{{{asked.GetProperty("id").GetRawText()}}},"result":{"status":"{{{status}}}","hash":"{{{new string('0', 64)}}}","latestLedger":1,"latestLedgerCloseTime":"1"}}""";
        return new(System.Net.HttpStatusCode.OK) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
    }
}
