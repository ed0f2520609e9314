using System.Net;

namespace KalePool.Simulation.Chain;

/// <summary>A wire on which nothing takes time and nothing goes wrong, for who looks at the chain from outside.</summary>
sealed class DirectWire(DevnetRpc devnet) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        new(HttpStatusCode.OK) { Content = new ByteArrayContent(devnet.Ask(await request.Content!.ReadAsByteArrayAsync(cancellationToken))) };
}
