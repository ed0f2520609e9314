using KalePool.Backend.Custody;
using KalePool.Backend.Settings;
using KalePool.Pages.Ports;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace KalePool.Backend.Api.Access;

/// <summary>Cookies of pages: sealed, out of scripts' reach, never sent from another site, and off loopback never in plain text.</summary>
static class SessionHosting
{
    const string LoginPath = "/login";

    public static AuthenticationBuilder AddSessions(this AuthenticationBuilder authentication)
    {
        var services = authentication.Services;
        services.AddSingleton<Sessions>().AddSingleton<ISessions>(provider => provider.GetRequiredService<Sessions>());
        services.AddDataProtection().SetApplicationName("kalepool").DisableAutomaticKeyGeneration();
        services.AddOptions<KeyManagementOptions>().Configure<MasterKeys>((options, masters) => options.XmlRepository = new PageKeys(masters));
        services.AddOptions<AntiforgeryOptions>().Configure<BackendSettings>((options, settings) => Restrict(options.Cookie, "form", settings.Listener));
        services.AddOptions<CookieAuthenticationOptions>(Sessions.Scheme).Configure<BackendSettings>((options, settings) => Restrict(options.Cookie, "session", settings.Listener));
        return authentication.AddCookie(Sessions.Scheme, options =>
        {
            options.LoginPath = LoginPath;
            options.ReturnUrlParameter = "next";
            options.ExpireTimeSpan = Sessions.Life;
            options.SlidingExpiration = false;
            options.Events.OnValidatePrincipal = async context =>
            {
                if (context.Principal is { } user && await context.HttpContext.RequestServices.GetRequiredService<Sessions>().IsGoodAsync(user)) return;
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(Sessions.Scheme);
            };
            options.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.Redirect(context.HttpContext.User.IsInRole(KeyAuthentication.FarmerRole) ? "/farm" : "/");
                return Task.CompletedTask;
            };
        });
    }

    static void Restrict(CookieBuilder cookie, string name, ListenerSettings listener)
    {
        var isPlain = listener.Certificate is null && listener.Proxies.Count == 0;
        cookie.Name = isPlain ? $"kalepool-{name}" : $"__Host-kalepool-{name}";
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = isPlain ? CookieSecurePolicy.None : CookieSecurePolicy.Always;
        cookie.Path = "/";
    }
}
