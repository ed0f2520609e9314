namespace KalePool.Stellar.Rpc;

public sealed record GetFeeStatsResponse(FeeDistribution SorobanInclusionFee, FeeDistribution InclusionFee, uint LatestLedger);

/// <summary>Inclusion fees an operation, in stroops, of recent ledgers; all zero when there were no transactions.</summary>
/// <param name="LedgerCount">Ledgers looked at.</param>
public sealed record FeeDistribution(
    long Max,
    long Min,
    long Mode,
    long P10,
    long P20,
    long P30,
    long P40,
    long P50,
    long P60,
    long P70,
    long P80,
    long P90,
    long P95,
    long P99,
    long TransactionCount,
    uint LedgerCount);
