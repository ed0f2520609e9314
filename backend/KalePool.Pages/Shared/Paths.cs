using System.Globalization;
using KalePool.Contracts.Admin;

namespace KalePool.Pages.Shared;

/// <summary>Where things are shown.</summary>
public static class Paths
{
    public static string Block(Guid poolerId, uint index) => string.Create(CultureInfo.InvariantCulture, $"/blocks/{poolerId:D}/{index}");

    public static string Block(BlockView block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return Block(block.PoolerId, block.BlockIndex);
    }

    public static string Farmer(Guid id) => $"/farmers/{id:D}";

    /// <summary>What happened to one farmer in one block.</summary>
    public static string FarmerBlock(Guid id, uint index) => string.Create(CultureInfo.InvariantCulture, $"/farmers/{id:D}/blocks/{index}");
}
