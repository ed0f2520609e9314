using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

/// <summary>What checking a transaction came to.</summary>
/// <param name="Failure">Null: valid.</param>
/// <param name="FeeCharged">What the result of a refusal states as its fee.</param>
/// <param name="UsesSequence">Whether the failure came after the sequence check: then, when applied, the sequence number is used up.</param>
public sealed record Verdict(TransactionResultResult? Failure, long FeeCharged, bool UsesSequence)
{
    public bool IsValid => Failure is null;
}
