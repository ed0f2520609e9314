namespace KalePool.Kale;

/// <summary>The ledger in which a call runs.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="CloseTime">Unix seconds.</param>
public readonly record struct LedgerMoment(uint Sequence, ulong CloseTime);
