using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

/// <summary>The destination is looked at first, then the source; the issuer of an asset has no line of its own and cannot run out.</summary>
sealed class Payment(TransactionFrame frame, Operation operation, PaymentOp body) : OperationFrame(frame, operation)
{
    public override OperationResult? Check(LedgerContext context) =>
        body.Amount <= 0 || !body.Asset.IsValid() ? OperationResults.Inner(Tr(new PaymentResult.Malformed())) : null;

    public override OperationOutcome Apply(OperationContext context)
    {
        var destination = body.Destination.AccountId();
        var native = body.Asset is Asset.Native;
        // Paying oneself in the native asset changes nothing and cannot fail.
        if (!(native && destination == Source))
        {
            var failure = native ? PayNative(context, destination) : PayCredit(context, destination);
            if (failure is not null) return OperationResults.Fail(Tr(failure));
        }
        context.Emit(AssetEvents.Moved(
            context.Ledger.Network, body.Asset, new SCAddress.Account(Source), new SCAddress.Account(destination), body.Amount, AssetEvents.MuxedId(body.Destination, Frame.Tx.Memo)));
        return OperationResults.Ok(Tr(new PaymentResult.Success()));
    }

    PaymentResult? PayNative(OperationContext context, PublicKey destination)
    {
        if (context.Delta.FindAccount(destination) is not { } to) return new PaymentResult.NoDestination();
        if (to.Balance > long.MaxValue - body.Amount) return new PaymentResult.LineFull();
        context.Delta.Put(to with { Balance = to.Balance + body.Amount });
        var payer = context.Delta.FindAccount(Source)!;
        if (payer.Available(context.BaseReserve) < body.Amount) return new PaymentResult.Underfunded();
        context.Delta.Put(payer with { Balance = payer.Balance - body.Amount });
        return null;
    }

    PaymentResult? PayCredit(OperationContext context, PublicKey destination)
    {
        var issuer = body.Asset.Issuer()!;
        if (destination != issuer)
        {
            if (context.Delta.FindAccount(destination) is null) return new PaymentResult.NoDestination();
            if (context.Delta.FindTrustline(destination, body.Asset) is not { } line) return new PaymentResult.NoTrust();
            if (!line.IsAuthorized()) return new PaymentResult.NotAuthorized();
            if (line.Limit - line.Balance < body.Amount) return new PaymentResult.LineFull();
            context.Delta.Put(line with { Balance = line.Balance + body.Amount });
        }
        else if (context.Delta.FindAccount(destination) is null)
        {
            return new PaymentResult.NoDestination();
        }
        if (Source == issuer) return null;
        if (context.Delta.FindTrustline(Source, body.Asset) is not { } payer) return new PaymentResult.SrcNoTrust();
        if (!payer.IsAuthorized()) return new PaymentResult.SrcNotAuthorized();
        if (payer.Balance < body.Amount) return new PaymentResult.Underfunded();
        context.Delta.Put(payer with { Balance = payer.Balance - body.Amount });
        return null;
    }

    static OperationResultTr.Payment Tr(PaymentResult result) => new(result);
}
