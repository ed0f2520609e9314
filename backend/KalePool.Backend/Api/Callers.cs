using System.Security.Cryptography;
using System.Text;
using KalePool.Backend.Custody;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;

namespace KalePool.Backend.Api;

/// <summary>Who calls: bearer keys, compared in constant time.</summary>
public sealed class Callers(Pool pool, AdminKey admin)
{
    const string Scheme = "Bearer ";

    /// <summary>The pooler whose key it is. Asked before anything else of the request is looked at.</summary>
    /// <exception cref="ApiException">401: no valid key.</exception>
    public async Task<PoolerStanding> PoolerAsync(HttpRequest request)
    {
        var key = BearerOf(request);
        if (!AccessKey.TryOwner(AccessKey.PoolerPrefix, key, out var owner)) throw ApiException.Unauthorized();
        var standing = await pool.PoolerAsync(owner);
        return standing.Exists && AccessKey.Matches(key, standing.ApiKeyHash) ? standing : throw ApiException.Unauthorized();
    }

    /// <summary>The farmer whose token it is. Asked before anything else of the request is looked at.</summary>
    /// <exception cref="ApiException">401: no valid token.</exception>
    public async Task<FarmerStanding> FarmerAsync(HttpRequest request)
    {
        var key = BearerOf(request);
        if (!AccessKey.TryOwner(AccessKey.FarmerPrefix, key, out var owner)) throw ApiException.Unauthorized();
        return await StandingAsync(owner) is { } standing && AccessKey.Matches(key, standing.TokenHash) ? standing : throw ApiException.Unauthorized();
    }

    /// <summary>The farmer of a path: for his own token, and for the admin key.</summary>
    /// <exception cref="ApiException">401 without a valid key, 403 for another farmer's token, 404 for the admin where there is no such farmer.</exception>
    public async Task<FarmerStanding> FarmerOrAdminAsync(HttpRequest request, Guid farmerId)
    {
        if (IsAdmin(BearerOf(request))) return await StandingAsync(farmerId) ?? throw ApiException.NotFound($"there is no farmer {farmerId:D}");
        var standing = await FarmerAsync(request);
        RequireOwn(standing.FarmerId, farmerId, "farmer_id");
        return standing;
    }

    /// <exception cref="ApiException">403: the key is another one's than the request speaks for.</exception>
    public static void RequireOwn(Guid owner, Guid claimed, string field)
    {
        if (owner != claimed) throw ApiException.Forbidden($"{field}: the key belongs to another one");
    }

    public void Admin(HttpRequest request)
    {
        if (!IsAdmin(BearerOf(request))) throw ApiException.Unauthorized();
    }

    async Task<FarmerStanding?> StandingAsync(Guid id) => await pool.AskAsync(new GetFarmer(id)) is FarmerStanding { Status: not FarmerStatus.Unknown } standing ? standing : null;

    bool IsAdmin(string key) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), admin.Sha256.Span);

    static string BearerOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : throw ApiException.Unauthorized();
}

/// <summary>The operator's key, as its SHA-256.</summary>
public sealed record AdminKey(ReadOnlyMemory<byte> Sha256)
{
    public static AdminKey Of(string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
