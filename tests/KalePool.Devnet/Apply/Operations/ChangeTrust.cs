using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

sealed class ChangeTrust(TransactionFrame frame, Operation operation, ChangeTrustOp body) : OperationFrame(frame, operation)
{
    public override OperationResult? Check(LedgerContext context)
    {
        if (body.Line is ChangeTrustAsset.PoolShare) return new OperationResult.OpNotSupported();
        var asset = body.Line.ToAsset();
        var fine = body.Limit >= 0 && asset is not (null or Asset.Native) && asset.IsValid() && asset.Issuer() != Source;
        return fine ? null : OperationResults.Inner(Tr(new ChangeTrustResult.Malformed()));
    }

    public override OperationOutcome Apply(OperationContext context)
    {
        var asset = body.Line.ToAsset()!;
        var line = context.Delta.FindTrustline(Source, asset);
        return (line, body.Limit) switch
        {
            (null, 0) => Done(new ChangeTrustResult.InvalidLimit()),
            (null, _) => Open(context, asset),
            (_, 0) => Done(Close(context, asset, line)),
            _ => Done(Change(context, asset, line)),
        };
    }

    OperationOutcome Open(OperationContext context, Asset asset)
    {
        if (context.Delta.FindAccount(asset.Issuer()!) is not { } issuer) return Done(new ChangeTrustResult.NoIssuer());
        var source = context.Delta.FindAccount(Source)!;
        switch (source.RefusesSubEntry(context.BaseReserve))
        {
            case SubEntryRefusal.TooMany:
                return OperationResults.TooManySubEntries;
            case SubEntryRefusal.LowReserve:
                return Done(new ChangeTrustResult.LowReserve());
        }
        context.Delta.Put(source with { NumSubEntries = source.NumSubEntries + 1 });
        var flags = (issuer.Flags & TrustlineFlags.IssuerAuthRequired) == 0 ? TrustlineFlags.Authorized : 0;
        if ((issuer.Flags & TrustlineFlags.IssuerClawback) != 0) flags |= TrustlineFlags.Clawback;
        context.Delta.Put(new TrustLineEntry(Source, asset.ToTrustLineAsset(), 0, body.Limit, flags, new TrustLineEntryExt.V0()));
        return Done(new ChangeTrustResult.Success());
    }

    ChangeTrustResult Close(OperationContext context, Asset asset, TrustLineEntry line)
    {
        if (line.Balance > 0) return new ChangeTrustResult.InvalidLimit();
        context.Delta.Remove(LedgerKeys.Trustline(Source, asset));
        var source = context.Delta.FindAccount(Source)!;
        context.Delta.Put(source with { NumSubEntries = source.NumSubEntries - 1 });
        return new ChangeTrustResult.Success();
    }

    ChangeTrustResult Change(OperationContext context, Asset asset, TrustLineEntry line)
    {
        if (body.Limit < line.Balance) return new ChangeTrustResult.InvalidLimit();
        if (context.Delta.FindAccount(asset.Issuer()!) is null) return new ChangeTrustResult.NoIssuer();
        context.Delta.Put(line with { Limit = body.Limit });
        return new ChangeTrustResult.Success();
    }

    static OperationOutcome Done(ChangeTrustResult result) => result is ChangeTrustResult.Success ? OperationResults.Ok(Tr(result)) : OperationResults.Fail(Tr(result));

    static OperationResultTr.ChangeTrust Tr(ChangeTrustResult result) => new(result);
}
