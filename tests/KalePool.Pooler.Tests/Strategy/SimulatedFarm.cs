using KalePool.Kale;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Tests.Strategy;

/// <summary>The contract's books of one block after another, by its own formulas (<see cref="KaleBlock"/>, <see cref="KaleReward"/>), without transactions and hashes.</summary>
sealed class SimulatedFarm
{
    const uint FirstIndex = 100_000;

    KaleBlock _running = KaleBlock.Fresh(0);
    readonly Dictionary<int, KalePail> _pails = [];

    public uint Index { get; private set; } = FirstIndex;

    /// <summary>The open block; its ranges come from what happened in the one before.</summary>
    public KaleBlock Block { get; private set; } = KaleBlock.Fresh(0).Open(0);

    /// <summary>Closes the open block and opens the next one.</summary>
    /// <returns>Stroops that each farmer harvests from the closed one besides the stake; who has not worked is not there.</returns>
    public IReadOnlyDictionary<int, long> Roll()
    {
        var rewards = _pails.Where(pair => pair.Value.IsWorked).ToDictionary(pair => pair.Key, pair => (long)KaleReward.Of(Index, Block, pair.Value)!.Value);
        Block = _running.Open(0);
        _running = KaleBlock.Fresh(0);
        _pails.Clear();
        Index++;
        return rewards;
    }

    public void Plant(int farmer, uint ledger, long stake)
    {
        _pails.Add(farmer, new KalePail(ledger, null, stake, null));
        Block = Block with { StakedTotal = Block.StakedTotal + stake };
        _running = _running.WithStake(stake);
    }

    public KalePail? PailOf(int farmer) => _pails.GetValueOrDefault(farmer);

    /// <summary>The contract's work, its checks included.</summary>
    /// <returns>False where it refuses.</returns>
    public bool Work(int farmer, uint ledger, uint zeros)
    {
        if (PailOf(farmer) is not { } pail || ledger <= pail.Sequence || zeros <= pail.Zeros) return false;
        var gap = ledger - pail.Sequence;
        var total = Block.NormalizedTotal + KaleReward.Normalized(Block, gap, pail.Stake, zeros)!.Value;
        Block = pail.Zeros is { } previous
            ? Block with { NormalizedTotal = total - KaleReward.Normalized(Block, gap, pail.Stake, previous)!.Value }
            : Block with { NormalizedTotal = total, StakedTotal = Block.StakedTotal - pail.Stake };
        _running = _running.WithWork(gap, zeros, Opaque.Zeros(KaleBlock.EntropyLength));
        _pails[farmer] = pail with { Gap = gap, Zeros = zeros };
        return true;
    }
}
