using System.Net;
using System.Text;
using System.Text.Json;
using KalePool.Simulation.Faults;
using KalePool.Simulation.Kernel;

namespace KalePool.Simulation.Chain;

/// <summary>
/// Between a process and the chain's RPC server. A request is under way for some milliseconds, and so is its answer; what has left a process arrives even when the process has
/// ended meanwhile. The seed decides what is lost, late, refused or repeated.
/// </summary>
/// <param name="passes">Told where the process is; true where it has ended there.</param>
/// <param name="sends">Sees every transaction that leaves the process, base64.</param>
/// <param name="prevented">Hears what goes wrong; null where it is the pooler's own affair.</param>
sealed class RpcWire(Life life, DevnetRpc devnet, FaultPlan faults, Func<CrashPoint, bool> passes, Action<string> sends, WirePrevention? prevented) : HttpMessageHandler
{
    static readonly TimeSpan Least = TimeSpan.FromMilliseconds(2);
    static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(40);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(12);

    World World => life.World;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (life.IsOver) return await Life.Never<HttpResponseMessage>();
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        var (method, transaction) = MethodOf(body);
        var fault = faults.OfRequest(transaction is not null);
        if (passes(CrashPoint.AnyRequest) || transaction is not null && passes(CrashPoint.BeforeSend)) return await Life.Never<HttpResponseMessage>();
        if (transaction is not null) sends(transaction);
        if (fault != WireFault.None)
        {
            prevented?.Note(body, fault);
            life.Log($"{method}: {fault}");
        }
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        await using var cancelled = cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        Begin(body, transaction is not null, fault, answer);
        return await answer.Task;
    }

    void Begin(byte[] body, bool isSending, WireFault fault, TaskCompletionSource<HttpResponseMessage> answer)
    {
        switch (fault)
        {
            case WireFault.LostBefore:
                break;
            case WireFault.RefusedBefore:
                Answer(answer, HttpStatusCode.ServiceUnavailable, [], World.Between(Least, Usual));
                break;
            case WireFault.Dropped or WireFault.TryAgain:
                _ = ForgetAsync(body, fault == WireFault.Dropped, answer);
                break;
            default:
                // The effect is the chain's: it comes whatever becomes of who has asked.
                World.Outside.At(World.Between(Least, Usual), () => _ = ArriveAsync(body, isSending, fault, answer));
                break;
        }
    }

    async Task ArriveAsync(byte[] body, bool isSending, WireFault fault, TaskCompletionSource<HttpResponseMessage> answer)
    {
        var bytes = devnet.Ask(body);
        if (isSending && passes(CrashPoint.AfterSend)) return;
        if (fault == WireFault.Repeated) World.Outside.At(World.Between(Usual, Longest), () => _ = devnet.Ask(body));
        var delay = World.Between(Least, fault == WireFault.Late ? Longest : Usual);
        if (fault == WireFault.RefusedAfter) Answer(answer, HttpStatusCode.BadGateway, [], delay);
        else if (fault == WireFault.Garbage) Answer(answer, HttpStatusCode.OK, bytes[..(bytes.Length / 2)], delay);
        else if (fault != WireFault.LostAfter) Answer(answer, HttpStatusCode.OK, bytes, delay);
    }

    /// <summary>The chain never hears of the transaction.</summary>
    async Task ForgetAsync(byte[] body, bool isTaken, TaskCompletionSource<HttpResponseMessage> answer)
    {
        using var asked = JsonDocument.Parse(body);
        var id = asked.RootElement.GetProperty("id").GetInt64();
        using var latest = JsonDocument.Parse(devnet.Ask(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id}},"method":"getLatestLedger"}""")));
        var ledger = latest.RootElement.GetProperty("result").GetProperty("sequence").GetUInt32();
        var status = isTaken ? "PENDING" : "TRY_AGAIN_LATER";
        var answered = new { jsonrpc = "2.0", id, result = new { status, hash = new string('0', 64), latestLedger = ledger, latestLedgerCloseTime = $"{World.Now.ToUnixTimeSeconds()}" } };
        Answer(answer, HttpStatusCode.OK, JsonSerializer.SerializeToUtf8Bytes(answered), World.Between(Least, Usual));
    }

    void Answer(TaskCompletionSource<HttpResponseMessage> answer, HttpStatusCode status, byte[] body, TimeSpan delay) =>
        life.At(delay, () => answer.TrySetResult(new HttpResponseMessage(status) { Content = new ByteArrayContent(body) }));

    static (string Method, string? Transaction) MethodOf(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        var method = json.RootElement.GetProperty("method").GetString()!;
        return (method, method == "sendTransaction" ? json.RootElement.GetProperty("params").GetProperty("transaction").GetString() : null);
    }
}
