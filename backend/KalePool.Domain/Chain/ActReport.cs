namespace KalePool.Domain.Chain;

/// <summary>The outcome of an act in the pool's words. Amounts in stroops, of KALE but for the fee and what is called XLM.</summary>
/// <param name="StakeStroops">Burnt by a plant, minted back by a harvest.</param>
/// <param name="XlmStroops">What a merge moved.</param>
/// <param name="Gap">Ledgers from plant to work; of a rescue.</param>
/// <param name="Zeros">Of a pail that is worked already; null otherwise.</param>
/// <param name="LiveUntil">Of a plant: the last ledger that its pail lives in; 0 where that is not known.</param>
/// <param name="FoundIn">Of a harvest that no act of the journal made; null otherwise.</param>
/// <param name="FeeStroops">What the farmer's wallet paid.</param>
/// <param name="OperatorFeeStroops">What the operator's account paid, around the wallet's transaction.</param>
/// <param name="Failure">Null on success, and where the act has not happened and may be tried again.</param>
public sealed record ActReport(
    ActResult Result,
    uint Ledger,
    long FeeStroops,
    long StakeStroops,
    long RewardStroops,
    Failure? Failure,
    long XlmStroops = 0,
    uint Gap = 0,
    uint LiveUntil = 0,
    FoundTransaction? FoundIn = null,
    long OperatorFeeStroops = 0,
    uint? Zeros = null);

/// <summary>A transaction that the journal does not know.</summary>
/// <param name="Source">A <see cref="HarvestSource"/>: whose it is.</param>
public sealed record FoundTransaction(string TransactionHash, string Source);
