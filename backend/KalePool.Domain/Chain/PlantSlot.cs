namespace KalePool.Domain.Chain;

/// <summary>The block to plant in and the time in which a plant can belong to no other.</summary>
/// <param name="Block">Its index.</param>
/// <param name="NotBefore">Unix seconds: the boundary that opens it; 0 where it is open already.</param>
/// <param name="NotAfter">Unix seconds: a pail planted later could be neither worked nor rescued.</param>
public sealed record PlantSlot(uint Block, long NotBefore, long NotAfter);
