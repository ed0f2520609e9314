using KalePool.Contracts.Errors;

namespace KalePool.Domain.Farmers;

/// <summary>Where a farmer is paid to and what lets him in: only the present payout wallet's signature changes either at once.</summary>
public static class FarmerCustody
{
    /// <summary>Null for an event of another area.</summary>
    internal static FarmerState? ApplyCustody(this FarmerState s, FarmerEvent e) => e switch
    {
        PayoutChangeRequested r => s with { PayoutChange = new PayoutChange(r.PayoutWallet, r.EffectiveAt) },
        PayoutChangeCancelled => s with { PayoutChange = null, ProofsUsed = s.ProofsUsed + 1 },
        PayoutWalletChanged c => s with { PayoutWallet = c.PayoutWallet, PayoutChange = null, ProofsUsed = s.ProofsUsed + (c.BySignature ? 1 : 0) },
        TokenRenewed t => s with { TokenHash = t.TokenHash, ProofsUsed = s.ProofsUsed + 1 },
        _ => null,
    };

    /// <summary>The change whose waiting time has passed, to be persisted before anything else is decided; null where there is none.</summary>
    public static PayoutWalletChanged? DuePayoutChange(this FarmerState s, DateTimeOffset now) =>
        s.PayoutChange is { } change && change.EffectiveAt <= now ? new PayoutWalletChanged(s.Id, change.PayoutWallet, false, now) : null;

    /// <summary>A second wish takes the place of the first and waits anew; a repeat of either changes nothing.</summary>
    internal static FarmerDecision DecidePayoutWallet(FarmerState s, ChangePayoutWallet c, DateTimeOffset now)
    {
        if (c.PayoutWallet == s.PayoutWallet) return new FarmerDecision.Repeat();
        if (c.Proof is { } proof) return WhyNot(s, proof, now) is { } no ? no : new FarmerDecision.Persist(new PayoutWalletChanged(s.Id, c.PayoutWallet, true, now));
        if (s.PayoutChange?.PayoutWallet == c.PayoutWallet) return new FarmerDecision.Repeat();
        return new FarmerDecision.Persist(new PayoutChangeRequested(s.Id, c.PayoutWallet, now + PayoutChange.WaitingTime, now));
    }

    internal static FarmerDecision DecideCancel(FarmerState s, CancelPayoutChange c, DateTimeOffset now)
    {
        if (s.PayoutChange is not { } change) return FarmerDecisions.Reject(ErrorCode.NotFound, "no change of the payout wallet is waiting", Attribution.Farmer);
        return WhyNot(s, c.Proof, now) is { } no ? no : new FarmerDecision.Persist(new PayoutChangeCancelled(s.Id, change.PayoutWallet, now));
    }

    internal static FarmerDecision DecideToken(FarmerState s, RenewToken c, DateTimeOffset now) =>
        WhyNot(s, c.Proof, now) is { } no ? no : new FarmerDecision.Persist(new TokenRenewed(s.Id, c.TokenHash, now));

    static FarmerDecision.Reject? WhyNot(FarmerState s, WalletProof proof, DateTimeOffset now) =>
        proof.Wallet == s.PayoutWallet && proof.Number == s.ProofsUsed && now < proof.ExpiresAt
            ? null
            : FarmerDecisions.Reject(ErrorCode.Forbidden, "signature: the challenge is used or has expired, or the payout wallet has changed: ask for another one", Attribution.Farmer);
}
