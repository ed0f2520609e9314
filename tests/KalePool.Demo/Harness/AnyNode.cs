namespace KalePool.Demo.Harness;

/// <summary>Sends each request to the node that answered last; where no connection comes about, to the next, each once.</summary>
sealed class AnyNode(IReadOnlyList<Uri> nodes) : DelegatingHandler(new SocketsHttpHandler())
{
    int _preferred;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = request.RequestUri!.PathAndQuery;
        for (var tried = 1; ; tried++)
        {
            var preferred = Volatile.Read(ref _preferred);
            request.RequestUri = new Uri(nodes[preferred], path);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError && tried < nodes.Count)
            {
                Interlocked.CompareExchange(ref _preferred, (preferred + 1) % nodes.Count, preferred);
            }
        }
    }
}
