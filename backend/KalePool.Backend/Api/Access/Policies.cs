using System.Security.Claims;
using KalePool.Pages.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace KalePool.Backend.Api.Access;

/// <summary>What each right demands.</summary>
static class Policies
{
    /// <summary>Of a page; the name is <see cref="OfPage"/>.</summary>
    const string PagePrefix = "page ";

    /// <summary>Chooses: a page is opened by a session alone, everything else by a key alone. So no request that a browser makes by itself moves anything of the API's.</summary>
    const string Chosen = "chosen";

    public static string OfPage(PageRight right) => PagePrefix + right;

    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<KnownEntities>().AddSingleton<KeyOwners>();
        services.AddAuthentication(Chosen)
            .AddPolicyScheme(Chosen, null, scheme => scheme.ForwardDefaultSelector = context => context.GetEndpoint()?.Metadata.GetMetadata<PageRow>() is null ? KeyAuthentication.Bearer : Sessions.Scheme)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Bearer, null)
            .AddSessions();
        services.AddAuthorizationBuilder()
            .AddPolicy(nameof(Right.Pooler), policy => policy.RequireRole(KeyAuthentication.PoolerRole))
            .AddPolicy(nameof(Right.Farmer), policy => policy.RequireRole(KeyAuthentication.FarmerRole))
            .AddPolicy(nameof(Right.OwnFarmerOrAdmin), policy => policy.RequireAssertion(IsOwnFarmerOrAdmin))
            .AddPolicy(nameof(Right.Admin), policy => policy.RequireRole(KeyAuthentication.AdminRole))
            .AddPolicy(OfPage(PageRight.Anyone), policy => policy.RequireAuthenticatedUser())
            .AddPolicy(OfPage(PageRight.Operator), policy => policy.RequireRole(KeyAuthentication.AdminRole))
            .AddPolicy(OfPage(PageRight.Farmer), policy => policy.RequireRole(KeyAuthentication.FarmerRole));
    }

    static bool IsOwnFarmerOrAdmin(AuthorizationHandlerContext context) =>
        context.User.IsInRole(KeyAuthentication.AdminRole) ||
        (context.User.IsInRole(KeyAuthentication.FarmerRole) && context.Resource is HttpContext http &&
            Guid.TryParse((string?)http.Request.RouteValues["id"], out var id) && context.User.FindFirstValue(ClaimTypes.Name) == id.ToString("N"));
}
