namespace KalePool.Kale;

/// <summary>What differs between farms: the networks' farm keeps the constant, a quickened local one has a shorter interval.</summary>
/// <param name="BlockIntervalSeconds">Seconds from a block to the next.</param>
public sealed record KaleRules(uint BlockIntervalSeconds = KaleConstants.BlockIntervalSeconds);
