using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

sealed class AccountMerge(TransactionFrame frame, Operation operation, MuxedAccount destination) : OperationFrame(frame, operation)
{
    public override ThresholdLevel Level => ThresholdLevel.High;

    public override OperationResult? Check(LedgerContext context) =>
        destination.AccountId() == Source ? OperationResults.Inner(Tr(new AccountMergeResult.Malformed())) : null;

    public override OperationOutcome Apply(OperationContext context)
    {
        var to = context.Delta.FindAccount(destination.AccountId());
        if (to is null) return Fail(new AccountMergeResult.NoAccount());
        var source = context.Delta.FindAccount(Source)!;
        if ((source.Flags & TrustlineFlags.IssuerAuthImmutable) != 0) return Fail(new AccountMergeResult.ImmutableSet());
        if (source.NumSubEntries != source.Signers.Count) return Fail(new AccountMergeResult.HasSubEntries());
        // A sequence that reaches into this ledger's range could be used again by an account created anew in the same ledger.
        if (source.SeqNum >= (long)context.Ledger.Ledger << 32) return Fail(new AccountMergeResult.SeqnumTooFar());
        if (to.Balance > long.MaxValue - source.Balance) return Fail(new AccountMergeResult.DestFull());
        context.Delta.Put(to with { Balance = to.Balance + source.Balance });
        context.Delta.Remove(LedgerKeys.Account(Source));
        context.Emit(AssetEvents.Moved(
            context.Ledger.Network, Assets.Native, new SCAddress.Account(Source), new SCAddress.Account(to.AccountID), source.Balance, AssetEvents.MuxedId(destination, Frame.Tx.Memo)));
        return OperationResults.Ok(Tr(new AccountMergeResult.Success(source.Balance)));
    }

    static OperationOutcome Fail(AccountMergeResult result) => OperationResults.Fail(Tr(result));

    static OperationResultTr.AccountMerge Tr(AccountMergeResult result) => new(result);
}
