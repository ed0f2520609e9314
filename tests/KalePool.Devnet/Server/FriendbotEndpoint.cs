using System.Text.Json.Serialization;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Server;

/// <summary><c>GET|POST /friendbot?addr=G…</c>; a POST may carry the address as a form.</summary>
static class FriendbotEndpoint
{
    sealed record Funded(bool Successful, string Hash, [property: JsonPropertyName("envelope_xdr")] string EnvelopeXdr);

    sealed record Problem(string Type, string Title, int Status, string Detail);

    public static async Task<IResult> HandleAsync(HttpRequest request, Friendbot friendbot)
    {
        var address = request.Query["addr"].FirstOrDefault();
        if (address is null && request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            address = form["addr"].FirstOrDefault();
        }
        if (!StrKey.TryDecode(StrKeyKind.Account, address, out var key)) return Refuse("invalid addr");
        return await friendbot.FundAsync(LedgerKeys.PublicKey(key), request.HttpContext.RequestAborted) switch
        {
            Friendbot.Outcome.Funded funded => Results.Json(new Funded(true, funded.Hash.ToHex(), funded.Envelope.ToBase64())),
            Friendbot.Outcome.Refused refused => Refuse(refused.Detail),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    static IResult Refuse(string detail) => Results.Json(
        new Problem("https://stellar.org/friendbot-errors/bad_request", "Bad Request", StatusCodes.Status400BadRequest, detail),
        contentType: "application/problem+json",
        statusCode: StatusCodes.Status400BadRequest);
}
