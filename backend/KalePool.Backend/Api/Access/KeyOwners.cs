using KalePool.Backend.Custody;

namespace KalePool.Backend.Api.Access;

/// <summary>Whom a key belongs to: of the API's bearer keys and of those that log in to pages alike.</summary>
sealed class KeyOwners(Pool pool, AdminKey admin, KnownEntities known, RequestBuckets buckets)
{
    /// <summary>Null where it opens nothing. An address that has no request left gets no answer from the database either.</summary>
    public async Task<KeyOwner?> FindAsync(HttpContext context, string key)
    {
        if (admin.Matches(key)) return new KeyOwner(KeyAuthentication.AdminRole, KeyAuthentication.AdminRole, null);
        if (AccessKey.TryOwner(AccessKey.PoolerPrefix, key, out var pooler)) return MayBeLookedUp(known.RemembersPooler(pooler)) ? await PoolerAsync(key, pooler) : null;
        if (AccessKey.TryOwner(AccessKey.FarmerPrefix, key, out var farmer)) return MayBeLookedUp(known.RemembersFarmer(farmer)) ? await FarmerAsync(key, farmer) : null;
        return null;

        bool MayBeLookedUp(bool isKnown) => isKnown || buckets.HasLeft(context);
    }

    async Task<KeyOwner?> PoolerAsync(string key, Guid id) => await pool.FindPoolerAsync(id) is { } standing && AccessKey.Matches(key, standing.ApiKeyHash)
        ? new KeyOwner(KeyAuthentication.PoolerRole, id.ToString("N"), new PoolerCaller(standing))
        : null;

    async Task<KeyOwner?> FarmerAsync(string key, Guid id) => await pool.FindFarmerAsync(id) is { } standing && AccessKey.Matches(key, standing.TokenHash)
        ? new KeyOwner(KeyAuthentication.FarmerRole, id.ToString("N"), new FarmerCaller(standing))
        : null;
}

/// <param name="Role">The kind of key.</param>
/// <param name="Name">The owner's id without dashes.</param>
/// <param name="Caller">Null for the operator.</param>
sealed record KeyOwner(string Role, string Name, Caller? Caller);
