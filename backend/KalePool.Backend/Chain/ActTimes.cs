using KalePool.Domain.Chain;

namespace KalePool.Backend.Chain;

/// <summary>When a transaction can apply. Both bounds are always set: each of them alone can prove that it has not happened.</summary>
/// <param name="NotBefore">Unix seconds; 0 for none.</param>
/// <param name="NotAfter">Unix seconds.</param>
/// <param name="MaxLedger">Exclusive.</param>
/// <param name="BuiltAfter">The newest closed ledger when it was built.</param>
sealed record ActTimes(long NotBefore, long NotAfter, uint MaxLedger, uint BuiltAfter)
{
    const int SoonLedgers = 4;
    const int LeastSoonSeconds = 10;

    /// <summary>Short: while it may land its source can do nothing else, and the next ledger may want another one.</summary>
    public static ActTimes Soon(ChainSnapshot chain, uint ledger) => Until(chain, chain.CloseTime + Math.Max(LeastSoonSeconds, SoonLedgers * chain.LedgerMilliseconds / 1000), ledger);

    /// <summary>The ledger bound lies behind the time bound by half again, so that it binds only where ledgers are slower than they were.</summary>
    public static ActTimes Until(ChainSnapshot chain, long notAfter, uint ledger)
    {
        var ledgers = Math.Max(0, notAfter - chain.CloseTime) * 1000 * 3 / 2 / Math.Max(1, chain.LedgerMilliseconds);
        const int room = 10;
        return new ActTimes(0, notAfter, checked(ledger + (uint)ledgers + room), ledger);
    }
}
