namespace KalePool.Actors.Blocks;

/// <summary>What a block takes on at once.</summary>
/// <param name="PlantsAtOnce">Farmers who are planting at the same time; no limit on how many plant.</param>
public sealed record BlockLimits(int PlantsAtOnce);
