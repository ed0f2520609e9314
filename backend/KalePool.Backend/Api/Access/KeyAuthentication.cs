using System.Security.Claims;
using System.Text.Encodings.Web;
using KalePool.Backend.Custody;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace KalePool.Backend.Api.Access;

/// <summary>Bearer keys of poolers, farmers and the operator, compared in constant time. The kind is the role, the owner's id the name.</summary>
sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, Pool pool, AdminKey admin, KnownEntities known, RequestBuckets buckets)
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
        var key = header[Prefix.Length..].Trim();
        if (admin.Matches(key)) return Success(AdminRole, AdminRole, null);
        if (AccessKey.TryOwner(AccessKey.PoolerPrefix, key, out var pooler)) return MayBeLookedUp(known.RemembersPooler(pooler)) ? await PoolerAsync(key, pooler) : Wrong();
        if (AccessKey.TryOwner(AccessKey.FarmerPrefix, key, out var farmer)) return MayBeLookedUp(known.RemembersFarmer(farmer)) ? await FarmerAsync(key, farmer) : Wrong();
        return Wrong();
    }

    /// <summary>An address that has no request left gets no answer from the database either: the limiter refuses it in a moment.</summary>
    bool MayBeLookedUp(bool isKnown) => isKnown || buckets.HasLeft(Context);

    async Task<AuthenticateResult> PoolerAsync(string key, Guid id) => await pool.FindPoolerAsync(id) is { } standing && AccessKey.Matches(key, standing.ApiKeyHash)
        ? Success(PoolerRole, id.ToString("N"), new PoolerCaller(standing))
        : Wrong();

    async Task<AuthenticateResult> FarmerAsync(string key, Guid id) => await pool.FindFarmerAsync(id) is { } standing && AccessKey.Matches(key, standing.TokenHash)
        ? Success(FarmerRole, id.ToString("N"), new FarmerCaller(standing))
        : Wrong();

    static AuthenticateResult Wrong() => AuthenticateResult.Fail("the key opens nothing");

    AuthenticateResult Success(string role, string name, Caller? caller)
    {
        Context.Features.Set(caller);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Role, role), new Claim(ClaimTypes.Name, name)], Bearer);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Bearer));
    }
}
