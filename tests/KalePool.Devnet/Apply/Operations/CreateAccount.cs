using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

sealed class CreateAccount(TransactionFrame frame, Operation operation, CreateAccountOp body) : OperationFrame(frame, operation)
{
    public override OperationResult? Check(LedgerContext context) =>
        body.StartingBalance < 0 || body.Destination == Source ? OperationResults.Inner(Tr(new CreateAccountResult.Malformed())) : null;

    public override OperationOutcome Apply(OperationContext context)
    {
        if (context.Delta.FindAccount(body.Destination) is not null) return Fail(new CreateAccountResult.AlreadyExist());
        if (body.StartingBalance < 2 * context.BaseReserve) return Fail(new CreateAccountResult.LowReserve());
        var source = context.Delta.FindAccount(Source)!;
        if (source.Available(context.BaseReserve) < body.StartingBalance) return Fail(new CreateAccountResult.Underfunded());
        context.Delta.Put(source with { Balance = source.Balance - body.StartingBalance });
        context.Delta.Put(Accounts.Create(body.Destination, body.StartingBalance, context.Ledger.Ledger));
        context.Emit(AssetEvents.Moved(
            context.Ledger.Network, Assets.Native, new SCAddress.Account(Source), new SCAddress.Account(body.Destination), body.StartingBalance, AssetEvents.MuxedId(MuxedOf(body.Destination), Frame.Tx.Memo)));
        return OperationResults.Ok(Tr(new CreateAccountResult.Success()));
    }

    static MuxedAccount.Ed25519 MuxedOf(PublicKey key) => new(key.Bytes());

    static OperationOutcome Fail(CreateAccountResult result) => OperationResults.Fail(Tr(result));

    static OperationResultTr.CreateAccount Tr(CreateAccountResult result) => new(result);
}
