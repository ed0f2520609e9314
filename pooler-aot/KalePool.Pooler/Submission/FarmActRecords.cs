namespace KalePool.Pooler.Submission;

/// <summary>A plant or harvest of an account of one's own (<c>solo</c>); written, and on disk, before the envelope is sent.</summary>
/// <param name="Wallet">G… of the farmer, who is its source.</param>
/// <param name="Kind"><see cref="Plant"/> or <see cref="Harvest"/>.</param>
/// <param name="Stake">Stroops of KALE that a plant burns; 0 for a harvest.</param>
/// <param name="TxHash">Hex, as all fields after it: see <see cref="KalePool.Stellar.Acts.ActEnvelope"/>.</param>
sealed record FarmActSubmitted(
    uint Block, string Wallet, string Kind, long Stake, string TxHash, string Xdr, long Sequence, uint MaxLedger, long MaxTime, uint BuiltAfter) : JournalRecord(Block)
{
    public const string Plant = "plant";
    public const string Harvest = "harvest";

    public override bool IsSound() => Kind is Plant or Harvest && Stake >= 0 && IsHash(TxHash);
}

/// <param name="Outcome">As of <see cref="ActSettled"/>.</param>
/// <param name="Reward">Stroops of KALE that a harvest minted, the stake not included.</param>
sealed record FarmActSettled(uint Block, string TxHash, string Outcome, long Reward = 0) : JournalRecord(Block);
