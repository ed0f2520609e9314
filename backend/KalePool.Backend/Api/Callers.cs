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

    /// <summary>The pooler whose key it is.</summary>
    /// <exception cref="ApiException">401 without a valid key, 403 where <paramref name="claimed"/> is another pooler.</exception>
    public async Task<PoolerStanding> PoolerAsync(HttpRequest request, Guid claimed)
    {
        var key = BearerOf(request);
        if (!AccessKey.TryOwner(AccessKey.PoolerPrefix, key, out var owner)) throw ApiException.Unauthorized();
        var standing = await pool.PoolerAsync(owner);
        if (!standing.Exists || !AccessKey.Matches(key, standing.ApiKeyHash)) throw ApiException.Unauthorized();
        return owner == claimed ? standing : throw ApiException.Forbidden("pooler_id: the key belongs to another pooler");
    }

    /// <summary>The farmer whose token it is, or any farmer for the admin key.</summary>
    public async Task<FarmerStanding> FarmerAsync(HttpRequest request, Guid farmerId, bool adminToo)
    {
        var key = BearerOf(request);
        if (adminToo && IsAdmin(key)) return await StandingAsync(farmerId) ?? throw ApiException.NotFound($"there is no farmer {farmerId:D}");
        if (!AccessKey.TryOwner(AccessKey.FarmerPrefix, key, out var owner)) throw ApiException.Unauthorized();
        if (await StandingAsync(owner) is not { } standing || !AccessKey.Matches(key, standing.TokenHash)) throw ApiException.Unauthorized();
        return owner == farmerId ? standing : throw ApiException.Forbidden("farmer_id: the token belongs to another farmer");
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
