using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;

namespace KalePool.Backend.Api.Access;

/// <summary>Whose key the request carries. Handlers take one as a parameter; which one there is follows from the route's right.</summary>
abstract record Caller
{
    protected static T Of<T>(HttpContext context) where T : Caller =>
        context.Features.Get<Caller>() as T ?? throw new InvalidOperationException($"{context.Request.Path} is not a route of a {typeof(T).Name}");

    /// <exception cref="ApiException">403: the key is another one's than the request speaks for.</exception>
    protected static void RequireOwn(Guid owner, Guid claimed, string field)
    {
        if (owner != claimed) throw ApiException.Forbidden($"{field}: the key belongs to another one");
    }
}

sealed record PoolerCaller(PoolerStanding Standing) : Caller
{
    public static ValueTask<PoolerCaller?> BindAsync(HttpContext context) => new(Of<PoolerCaller>(context));

    /// <inheritdoc cref="Caller.RequireOwn"/>
    public void RequireOwn(Guid poolerId) => RequireOwn(Standing.PoolerId, poolerId, "pooler_id");
}

sealed record FarmerCaller(FarmerStanding Standing) : Caller
{
    public static ValueTask<FarmerCaller?> BindAsync(HttpContext context) => new(Of<FarmerCaller>(context));

    /// <inheritdoc cref="Caller.RequireOwn"/>
    public void RequireOwn(Guid farmerId) => RequireOwn(Standing.FarmerId, farmerId, "farmer_id");
}
