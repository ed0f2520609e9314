using System.Globalization;

namespace KalePool.Domain.Blocks;

/// <summary>One block as one pooler takes part in it.</summary>
public readonly record struct BlockKey(Guid PoolerId, uint Index)
{
    /// <summary>Entity id: pooler in 32 hex digits, a dash, the index.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PoolerId:N}-{Index}");

    public static BlockKey Parse(string entityId) =>
        entityId is { Length: > 33 } && entityId[32] == '-'
            ? new BlockKey(Guid.ParseExact(entityId.AsSpan(0, 32), "N"), uint.Parse(entityId.AsSpan(33), NumberStyles.None, CultureInfo.InvariantCulture))
            : throw new FormatException($"not a block's entity id: {entityId}");
}
