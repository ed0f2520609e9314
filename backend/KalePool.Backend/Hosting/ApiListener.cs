using System.Net;
using KalePool.Backend.Settings;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using IPNetwork = System.Net.IPNetwork;

namespace KalePool.Backend.Hosting;

/// <summary>The API's port, and whom it believes about where a request came from.</summary>
static class ApiListener
{
    public static void ListenForApi(this KestrelServerOptions kestrel, ListenerSettings settings) => kestrel.Listen(settings.Host, settings.Port, listen =>
    {
        if (settings.Certificate is { } certificate) listen.UseHttps(certificate);
    });

    /// <summary>First of all: nobody but a stated proxy is served in plain text off loopback; then its word for a caller's address counts, one step back.</summary>
    public static void UseStatedProxies(this IApplicationBuilder app, ListenerSettings settings)
    {
        if (settings.Certificate is null && settings.Proxies.Count > 0)
        {
            app.Use(next => async context =>
            {
                if (MayComeFrom(context.Connection.RemoteIpAddress, settings.Proxies))
                {
                    // Whoever states a proxy states that it encrypts.
                    context.Request.Scheme = Uri.UriSchemeHttps;
                    await next(context);
                    return;
                }
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                await context.Response.WriteAsync("this server is reached by its proxy only", context.RequestAborted);
            });
        }
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor };
        foreach (var proxy in settings.Proxies) forwarded.KnownIPNetworks.Add(proxy);
        app.UseForwardedHeaders(forwarded);
    }

    /// <summary>An IPv4 address counts as such however the socket names it.</summary>
    internal static bool MayComeFrom(IPAddress? address, IReadOnlyList<IPNetwork> proxies)
    {
        if (address is null) return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) || proxies.Any(proxy => proxy.Contains(plain));
    }
}
