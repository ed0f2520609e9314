using System.Net;
using System.Net.Http.Headers;

namespace KalePool.Fuzz.Targets;

/// <summary>A server in memory that answers every request with the same bytes.</summary>
sealed class CannedAnswer : HttpMessageHandler
{
    HttpStatusCode _status;
    byte[] _body = [];
    MediaTypeHeaderValue _type = new("application/json");

    public void Set(HttpStatusCode status, byte[] body, string type = "application/json") => (_status, _body, _type) = (status, body, new MediaTypeHeaderValue(type));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(_status) { Content = new ByteArrayContent(_body) { Headers = { ContentType = _type } }, RequestMessage = request });
}
