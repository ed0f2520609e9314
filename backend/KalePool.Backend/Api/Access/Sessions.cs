using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using KalePool.Pages.Ports;
using Microsoft.AspNetCore.Authentication;

namespace KalePool.Backend.Api.Access;

/// <summary>
/// Who has logged in to pages. A session is a sealed cookie and nothing else: any node reads it. It names the key that opened it by a hash, so that it ends with that key,
/// and its last moment, for a page that stays open.
/// </summary>
sealed class Sessions(KeyOwners owners, AdminKey admin, Pool pool, TimeProvider time) : ISessions
{
    public const string Scheme = "session";

    /// <summary>So long at most, however busy.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(8);

    const string StampClaim = "stamp";
    const string EndClaim = "end";

    public async Task<string?> SignInAsync(HttpContext context, string key)
    {
        if (await owners.FindAsync(context, key) is not { } owner) return null;
        var (stamp, start) = owner.Caller switch
        {
            null => (StampOf(admin), "/"),
            FarmerCaller farmer => (StampOf(farmer.Standing.TokenHash), "/farm"),
            _ => (null, null),
        };
        if (stamp is null) return null;
        var end = time.GetUtcNow() + Life;
        var claims = new Claim[] { new(ClaimTypes.Role, owner.Role), new(ClaimTypes.Name, owner.Name), new(StampClaim, stamp), new(EndClaim, end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)) };
        await context.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme)), new AuthenticationProperties { ExpiresUtc = end, AllowRefresh = false });
        return start;
    }

    public Task SignOutAsync(HttpContext context) => context.SignOutAsync(Scheme);

    public async Task<bool> IsGoodAsync(ClaimsPrincipal user)
    {
        if (user.FindFirstValue(StampClaim) is not { } stamp || !long.TryParse(user.FindFirstValue(EndClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var end)) return false;
        if (time.GetUtcNow() >= DateTimeOffset.FromUnixTimeSeconds(end)) return false;
        if (user.IsInRole(KeyAuthentication.AdminRole)) return Same(stamp, StampOf(admin));
        return user.IsInRole(KeyAuthentication.FarmerRole) && Guid.TryParseExact(user.FindFirstValue(ClaimTypes.Name), "N", out var id) &&
            await pool.FindFarmerAsync(id) is { } farmer && Same(stamp, StampOf(farmer.TokenHash));
    }

    static string StampOf(AdminKey key) => StampOf(Convert.ToHexStringLower(key.Sha256.Span));

    static string StampOf(string keyHash) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("kalepool session " + keyHash)));

    static bool Same(string one, string other) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
