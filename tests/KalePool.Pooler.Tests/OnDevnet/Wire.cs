using System.Text.Json;

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

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _inFlight);
        try
        {
            if (IsCut) throw new HttpRequestException("the wire is cut");
            var method = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken)).RootElement.GetProperty("method").GetString();
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            if (method == "getLatestLedger") Interlocked.Increment(ref _polls);
            if (method != "sendTransaction" || !CutsAfterSending) return response;
            IsCut = true;
            throw new HttpRequestException("the wire is cut");
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
