using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace KalePool.Backend.Api.Access;

/// <summary>What each right demands.</summary>
static class Policies
{
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<KnownEntities>();
        services.AddAuthentication(KeyAuthentication.Bearer).AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Bearer, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(nameof(Right.Pooler), policy => policy.RequireRole(KeyAuthentication.PoolerRole))
            .AddPolicy(nameof(Right.Farmer), policy => policy.RequireRole(KeyAuthentication.FarmerRole))
            .AddPolicy(nameof(Right.OwnFarmerOrAdmin), policy => policy.RequireAssertion(IsOwnFarmerOrAdmin))
            .AddPolicy(nameof(Right.Admin), policy => policy.RequireRole(KeyAuthentication.AdminRole));
    }

    static bool IsOwnFarmerOrAdmin(AuthorizationHandlerContext context) =>
        context.User.IsInRole(KeyAuthentication.AdminRole) ||
        (context.User.IsInRole(KeyAuthentication.FarmerRole) && context.Resource is HttpContext http &&
            Guid.TryParse((string?)http.Request.RouteValues["id"], out var id) && context.User.FindFirstValue(ClaimTypes.Name) == id.ToString("N"));
}
