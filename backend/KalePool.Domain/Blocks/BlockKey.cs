using System.Globalization;

namespace KalePool.Domain.Blocks;

/// <summary>One block as one pooler takes part in it.</summary>
public readonly record struct BlockKey(Guid PoolerId, uint Index)
{
    /// <summary>Entity id: pooler in 32 hex digits, a dash, the index.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PoolerId:N}-{Index}");

    /// <exception cref="FormatException">Whatever is wrong with it.</exception>
    public static BlockKey Parse(string entityId) =>
        entityId is { Length: > 33 } && entityId[32] == '-'
        && Guid.TryParseExact(entityId.AsSpan(0, 32), "N", out var poolerId)
        && uint.TryParse(entityId.AsSpan(33), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new BlockKey(poolerId, index)
            : throw new FormatException($"not a block's entity id: {entityId}");
}
