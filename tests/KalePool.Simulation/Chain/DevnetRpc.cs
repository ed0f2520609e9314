using KalePool.Devnet.Rpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KalePool.Simulation.Chain;

/// <summary>Devnet's JSON-RPC endpoint, called without a network.</summary>
sealed class DevnetRpc(Devnet.Chain chain)
{
    static readonly IServiceProvider Services = new ServiceCollection().AddLogging().BuildServiceProvider();

    readonly JsonRpcEndpoint _endpoint = new(
        [
            new GetHealth(chain), new GetNetwork(chain, () => ""), new GetVersionInfo(chain), new GetLatestLedger(chain), new GetLedgers(chain),
            new GetLedgerEntries(chain), new SimulateTransaction(chain), new SendTransaction(chain), new GetTransaction(chain), new GetTransactions(chain),
            new GetEvents(chain), new GetFeeStats(chain),
        ],
        NullLogger.Instance);

    public async Task<byte[]> AskAsync(byte[] request)
    {
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = Services };
        context.Request.Method = HttpMethods.Post;
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(request);
        context.Response.Body = answer;
        await (await _endpoint.HandleAsync(context.Request)).ExecuteAsync(context);
        return answer.ToArray();
    }
}
