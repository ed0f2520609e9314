using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace KalePool.Pages.Farm;

/// <summary>Whose farm is shown: the session's, never one that a request names.</summary>
static class Visitor
{
    public static Guid FarmerOf(HttpContext context) => Guid.ParseExact(context.User.FindFirstValue(ClaimTypes.Name) ?? "", "N");
}
