using KalePool.Pages.Layout;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace KalePool.Pages.Hosting;

/// <summary>The pages within a host that has the ports' services and a session's authentication.</summary>
public static class PagesHosting
{
    /// <summary>Nothing from elsewhere. Components bring their styles with them; scripts are files of our own.</summary>
    const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddMudServices();
    }

    /// <summary>After routing, before anything is answered.</summary>
    public static void UsePageRules(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PageRow>() is not null)
        {
            context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
        }
        return next(context);
    });

    /// <param name="policyOf">The policy that a right demands.</param>
    /// <param name="assets">The build's list of files; a host without it serves pages without styles.</param>
    public static void MapPages(this WebApplication app, Func<PageRight, string> policyOf, string assets)
    {
        ArgumentNullException.ThrowIfNull(policyOf);
        app.UseAntiforgery();
        if (File.Exists(assets)) app.MapStaticAssets(assets).Add(endpoint => endpoint.Metadata.Add(new DisableRateLimitingAttribute()));
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null).Add(endpoint =>
        {
            var pattern = "/" + ((RouteEndpointBuilder)endpoint).RoutePattern.RawText?.TrimStart('/');
            // The script of the live parts is a file among the others.
            if (pattern.StartsWith("/_framework", StringComparison.Ordinal))
            {
                endpoint.Metadata.Add(new DisableRateLimitingAttribute());
                return;
            }
            var row = PageTable.Find(pattern);
            endpoint.Metadata.Add(row);
            if (row.Right == PageRight.Anybody) endpoint.Metadata.Add(new AllowAnonymousAttribute());
            else endpoint.Metadata.Add(new AuthorizeAttribute(policyOf(row.Right)));
        });
    }
}
