using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace KalePool.Backend.Api.Access;

/// <summary>Bearer keys of poolers, farmers and the operator, compared in constant time. The kind is the role, the owner's id the name.</summary>
sealed class KeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyOwners owners)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Bearer = "Bearer";
    public const string PoolerRole = "pooler";
    public const string FarmerRole = "farmer";
    public const string AdminRole = "admin";

    const string Prefix = Bearer + " ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        if (await owners.FindAsync(Context, header[Prefix.Length..].Trim()) is not { } owner) return AuthenticateResult.Fail("the key opens nothing");
        Context.Features.Set(owner.Caller);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Role, owner.Role), new Claim(ClaimTypes.Name, owner.Name)], Bearer);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Bearer));
    }
}
