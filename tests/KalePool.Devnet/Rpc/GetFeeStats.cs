using System.Runtime.CompilerServices;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rpc;

/// <summary>
/// What was paid to be included lately, not what was bid, in stroops: by contract calls over 50 ledgers, by classic transactions for each
/// operation over 10. As in stellar-rpc a contract call that failed is not counted (its meta does not tell its resource fee apart), a fee bump counts whole.
/// </summary>
sealed class GetFeeStats(IChainNode node) : IRpcMethod
{
    const int SorobanLedgers = 50;
    const int ClassicLedgers = 10;

    sealed record Answer(Distribution SorobanInclusionFee, Distribution InclusionFee, uint LatestLedger);

    sealed record Distribution(
        string Max, string Min, string Mode, string P10, string P20, string P30, string P40, string P50, string P60, string P70, string P80, string P90, string P95, string P99,
        string TransactionCount, uint LedgerCount);

    public string Name => "getFeeStats";

    /// <summary>The same for all who ask between two ledgers.</summary>
    readonly ConditionalWeakTable<History, Answer> _known = [];

    public object Handle(RpcParams given) =>
        _known.GetValue(node.View.History, history => new Answer(Of(history, true, SorobanLedgers), Of(history, false, ClassicLedgers), history.LatestSequence));

    static Distribution Of(History history, bool soroban, uint window)
    {
        var ledgers = Math.Min(window, history.LatestSequence - history.OldestSequence + 1);
        var first = history.LatestSequence - ledgers + 1;
        var fees = Enumerable.Range(0, (int)ledgers)
            .SelectMany(i => history.Ledgers[first + (uint)i].Transactions)
            .Where(tx => tx.IsSoroban == soroban)
            .Select(Paid)
            .OfType<long>()
            .Order()
            .ToList();
        if (fees.Count == 0) return new Distribution("0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", 0);
        // Of fees equally frequent the lowest.
        var mode = fees.GroupBy(fee => fee).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;
        // Nearest rank: the smallest fee that at least p % did not exceed.
        string At(int percent) => $"{fees[(fees.Count * percent + 99) / 100 - 1]}";
        return new Distribution(
            $"{fees[^1]}", $"{fees[0]}", $"{mode}", At(10), At(20), At(30), At(40), At(50), At(60), At(70), At(80), At(90), At(95), At(99), $"{fees.Count}", ledgers);
    }

    static long? Paid(AppliedTransaction tx) => (tx.IsSoroban, tx.Meta.SorobanMeta?.Ext) switch
    {
        (false, _) => tx.Result.FeeCharged / tx.Operations.Count,
        (true, SorobanTransactionMetaExt.V1 fees) =>
            tx.Result.FeeCharged - fees.Value.TotalNonRefundableResourceFeeCharged - fees.Value.TotalRefundableResourceFeeCharged,
        _ => null,
    };
}
