using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

/// <summary>Weights, thresholds, signers, flags and home domain of an account.</summary>
sealed class SetOptions(TransactionFrame frame, Operation operation, SetOptionsOp body) : OperationFrame(frame, operation)
{
    const uint AuthFlags = TrustlineFlags.IssuerAuthRequired | TrustlineFlags.IssuerAuthRevocable | TrustlineFlags.IssuerAuthImmutable | TrustlineFlags.IssuerClawback;
    const int MaxSigners = 20;
    const uint MaxWeight = 255;

    public override ThresholdLevel Level =>
        body.MasterWeight is not null || body.LowThreshold is not null || body.MedThreshold is not null || body.HighThreshold is not null || body.Signer is not null
            ? ThresholdLevel.High
            : ThresholdLevel.Medium;

    public override OperationResult? Check(LedgerContext context) => Wrong() is { } wrong ? OperationResults.Inner(Tr(wrong)) : null;

    SetOptionsResult? Wrong()
    {
        if ((((body.SetFlags ?? 0) | (body.ClearFlags ?? 0)) & ~AuthFlags) != 0) return new SetOptionsResult.UnknownFlag();
        if (body.SetFlags is { } set && body.ClearFlags is { } clear && (set & clear) != 0) return new SetOptionsResult.BadFlags();
        if (new[] { body.MasterWeight, body.LowThreshold, body.MedThreshold, body.HighThreshold }.Any(value => value > MaxWeight))
        {
            return new SetOptionsResult.ThresholdOutOfRange();
        }
        if (body.Signer is { } signer && (signer.Key is SignerKey.Ed25519 own && own.Value == Source.Bytes()
            || signer.Weight > MaxWeight
            || signer.Key is SignerKey.Ed25519SignedPayload { Value.Payload.Length: 0 }))
        {
            return new SetOptionsResult.BadSigner();
        }
        return body.HomeDomain?.IsPlain() is false ? new SetOptionsResult.InvalidHomeDomain() : null;
    }

    public override OperationOutcome Apply(OperationContext context)
    {
        var account = context.Delta.FindAccount(Source)!;
        if (body.InflationDest is { } heir && heir != Source && context.Delta.FindAccount(heir) is null) return Fail(new SetOptionsResult.InvalidInflation());
        var flags = (account.Flags & ~(body.ClearFlags ?? 0)) | (body.SetFlags ?? 0);
        // Immutable means that a flag may not even be set again.
        if ((account.Flags & TrustlineFlags.IssuerAuthImmutable) != 0 && ((body.SetFlags ?? 0) | (body.ClearFlags ?? 0)) != 0) return Fail(new SetOptionsResult.CantChange());
        if ((flags & TrustlineFlags.IssuerClawback) != 0 && (flags & TrustlineFlags.IssuerAuthRevocable) == 0) return Fail(new SetOptionsResult.AuthRevocableRequired());
        var thresholds = account.Thresholds.ToArray();
        thresholds[0] = (byte)(body.MasterWeight ?? thresholds[0]);
        thresholds[1] = (byte)(body.LowThreshold ?? thresholds[1]);
        thresholds[2] = (byte)(body.MedThreshold ?? thresholds[2]);
        thresholds[3] = (byte)(body.HighThreshold ?? thresholds[3]);
        account = account with
        {
            InflationDest = body.InflationDest ?? account.InflationDest,
            Flags = flags,
            Thresholds = thresholds,
            HomeDomain = body.HomeDomain ?? account.HomeDomain,
        };
        if (body.Signer is { } signer)
        {
            var (changed, failure) = WithSigner(account, signer, context.BaseReserve);
            if (failure is not null) return failure;
            account = changed;
        }
        context.Delta.Put(account);
        return OperationResults.Ok(Tr(new SetOptionsResult.Success()));
    }

    static (AccountEntry Account, OperationOutcome? Failure) WithSigner(AccountEntry account, Signer signer, long baseReserve)
    {
        var signers = account.Signers.ToList();
        var at = signers.FindIndex(have => have.Key == signer.Key);
        if (signer.Weight == 0)
        {
            if (at < 0) return (account, null);
            return (AccountSigners.Remove(account, at), null);
        }
        if (at >= 0)
        {
            signers[at] = signer;
            return (account with { Signers = signers.ToXdrArray() }, null);
        }
        if (signers.Count == MaxSigners) return (account, Fail(new SetOptionsResult.TooManySigners()));
        return account.RefusesSubEntry(baseReserve) switch
        {
            SubEntryRefusal.TooMany => (account, OperationResults.TooManySubEntries),
            SubEntryRefusal.LowReserve => (account, Fail(new SetOptionsResult.LowReserve())),
            _ => (AccountSigners.Add(account, signer), null),
        };
    }

    static OperationOutcome Fail(SetOptionsResult result) => OperationResults.Fail(Tr(result));

    static OperationResultTr.SetOptions Tr(SetOptionsResult result) => new(result);
}
