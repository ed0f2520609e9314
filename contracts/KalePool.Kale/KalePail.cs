namespace KalePool.Kale;

/// <summary>What a farmer has in a block.</summary>
/// <param name="Sequence">Ledger of the plant.</param>
/// <param name="Gap">Ledgers from the plant to the work; null before it.</param>
/// <param name="Stake">Stroops.</param>
/// <param name="Zeros">Leading zero hex digits of the work's hash; null before it.</param>
public sealed record KalePail(uint Sequence, uint? Gap, Int128 Stake, uint? Zeros)
{
    public bool IsWorked => Gap is not null && Zeros is not null;
}
