using System.Text.Json.Serialization;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;
using Microsoft.AspNetCore.WebUtilities;

namespace KalePool.Devnet.Server;

/// <summary><c>GET|POST /friendbot?addr=G…</c>; a POST may carry the address as a form.</summary>
static class FriendbotEndpoint
{
    sealed record Funded(bool Successful, string Hash, [property: JsonPropertyName("envelope_xdr")] string EnvelopeXdr);

    sealed record Problem(string Type, string Title, int Status, string Detail);

    /// <param name="stopping">The server's: who waits for a ledger then is told that none will close (503).</param>
    public static async Task<IResult> HandleAsync(HttpRequest request, Friendbot friendbot, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(request.HttpContext.RequestAborted, stopping);
        try
        {
            return await FundAsync(request, friendbot, either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Refuse("service_unavailable", StatusCodes.Status503ServiceUnavailable, "the network is stopping");
        }
    }

    static async Task<IResult> FundAsync(HttpRequest request, Friendbot friendbot, CancellationToken cancel)
    {
        var address = request.Query["addr"].FirstOrDefault();
        if (address is null && request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(cancel);
            address = form["addr"].FirstOrDefault();
        }
        if (!StrKey.TryDecode(StrKeyKind.Account, address, out var key)) return Refuse("invalid addr");
        return await friendbot.FundAsync(LedgerKeys.PublicKey(key), cancel) switch
        {
            Friendbot.Outcome.Funded funded => Results.Json(new Funded(true, funded.Hash.ToHex(), funded.Envelope.ToBase64())),
            Friendbot.Outcome.Refused refused => Refuse(refused.Detail),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    static IResult Refuse(string detail) => Refuse("bad_request", StatusCodes.Status400BadRequest, detail);

    static IResult Refuse(string kind, int status, string detail) => Results.Json(
        new Problem($"https://stellar.org/friendbot-errors/{kind}", ReasonPhrases.GetReasonPhrase(status), status, detail),
        contentType: "application/problem+json",
        statusCode: status);
}
