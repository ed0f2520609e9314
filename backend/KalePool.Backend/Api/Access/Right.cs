namespace KalePool.Backend.Api.Access;

/// <summary>Who may call a route.</summary>
public enum Right
{
    /// <summary>No key needed.</summary>
    Anybody,

    /// <summary>A pooler, in his own name alone.</summary>
    Pooler,

    /// <summary>A farmer, in his own name alone.</summary>
    Farmer,

    /// <summary>The farmer of the path's <c>id</c>, or the operator.</summary>
    OwnFarmerOrAdmin,

    /// <summary>The operator.</summary>
    Admin,
}
