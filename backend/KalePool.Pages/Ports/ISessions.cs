using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace KalePool.Pages.Ports;

/// <summary>Who has logged in with a key, for some hours at most and as long as the key opens anything.</summary>
public interface ISessions
{
    /// <returns>Where the key's owner begins; null where it opens no page.</returns>
    Task<string?> SignInAsync(HttpContext context, string key);

    Task SignOutAsync(HttpContext context);

    /// <summary>Asked again and again by what stays open.</summary>
    Task<bool> IsGoodAsync(ClaimsPrincipal user);
}

/// <summary>The roles of a session; the name is the farmer's id without dashes, or admin.</summary>
public static class SessionRole
{
    public const string Operator = "admin";
    public const string Farmer = "farmer";
}
