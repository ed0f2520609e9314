using KalePool.Devnet.Ledger;

namespace KalePool.Devnet.Rpc;

/// <summary>What was bid for inclusion lately, stroops per operation: contract transactions over 50 ledgers, classic ones over 10.</summary>
sealed class GetFeeStats(Chain chain) : IRpcMethod
{
    const int SorobanLedgers = 50;
    const int ClassicLedgers = 10;

    sealed record Answer(Distribution SorobanInclusionFee, Distribution InclusionFee, uint LatestLedger);

    sealed record Distribution(
        string Max, string Min, string Mode, string P10, string P20, string P30, string P40, string P50, string P60, string P70, string P80, string P90, string P95, string P99,
        string TransactionCount, uint LedgerCount);

    public string Name => "getFeeStats";

    public object Handle(RpcParams given)
    {
        var history = chain.View.History;
        return new Answer(Of(history, true, SorobanLedgers), Of(history, false, ClassicLedgers), history.LatestSequence);
    }

    static Distribution Of(History history, bool soroban, uint window)
    {
        var count = Math.Min(window, history.LatestSequence - history.OldestSequence + 1);
        var first = history.LatestSequence - count + 1;
        var fees = Enumerable.Range(0, (int)count)
            .SelectMany(i => history.Ledgers[first + (uint)i].Transactions)
            .Where(tx => tx.IsSoroban == soroban)
            .Select(tx => tx.InclusionFee)
            .Order()
            .ToList();
        if (fees.Count == 0) return new Distribution("0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", count);
        var mode = fees.GroupBy(fee => fee).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First().Key;
        // Nearest rank: the smallest fee that at least p % did not exceed.
        string At(int percent) => $"{fees[(fees.Count * percent + 99) / 100 - 1]}";
        return new Distribution(
            $"{fees[^1]}", $"{fees[0]}", $"{mode}", At(10), At(20), At(30), At(40), At(50), At(60), At(70), At(80), At(90), At(95), At(99), $"{fees.Count}", count);
    }
}
