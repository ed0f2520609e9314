using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

/// <summary>The issuer authorises, limits or freezes a trustline.</summary>
sealed class SetTrustLineFlags(TransactionFrame frame, Operation operation, SetTrustLineFlagsOp body) : OperationFrame(frame, operation)
{
    const uint AuthMask = TrustlineFlags.Authorized | TrustlineFlags.MaintainLiabilities;
    const uint Mask = AuthMask | TrustlineFlags.Clawback;

    public override ThresholdLevel Level => ThresholdLevel.Low;

    public override OperationResult? Check(LedgerContext context)
    {
        var fine = body.Asset is not Asset.Native && body.Asset.IsValid() && body.Asset.Issuer() == Source && body.Trustor != Source
            && (body.SetFlags & body.ClearFlags) == 0
            && (body.SetFlags & ~AuthMask) == 0 && (body.ClearFlags & ~Mask) == 0
            && (body.SetFlags & AuthMask) != AuthMask;
        return fine ? null : OperationResults.Inner(Tr(new SetTrustLineFlagsResult.Malformed()));
    }

    public override OperationOutcome Apply(OperationContext context)
    {
        var issuer = context.Delta.FindAccount(Source)!;
        // Taking any authorization away without giving the full one needs the right to revoke, whatever the line has.
        var revokes = (body.ClearFlags & AuthMask) != 0 && (body.SetFlags & TrustlineFlags.Authorized) == 0;
        if (revokes && (issuer.Flags & TrustlineFlags.IssuerAuthRevocable) == 0) return Fail(new SetTrustLineFlagsResult.CantRevoke());
        if (context.Delta.FindTrustline(body.Trustor, body.Asset) is not { } line) return Fail(new SetTrustLineFlagsResult.NoTrustLine());
        var flags = (line.Flags & ~body.ClearFlags) | body.SetFlags;
        if ((flags & AuthMask) == AuthMask) return Fail(new SetTrustLineFlagsResult.InvalidState());
        context.Delta.Put(line with { Flags = flags });
        context.Emit(AssetEvents.Authorization(context.Ledger.Network, body.Asset, body.Trustor, (flags & TrustlineFlags.Authorized) != 0));
        return OperationResults.Ok(Tr(new SetTrustLineFlagsResult.Success()));
    }

    static OperationOutcome Fail(SetTrustLineFlagsResult result) => OperationResults.Fail(Tr(result));

    static OperationResultTr.SetTrustLineFlags Tr(SetTrustLineFlagsResult result) => new(result);
}
