namespace KalePool.Domain.Farmers;

/// <summary>Registration, funding, seat, and what he or the operator sets: as events change them.</summary>
static class FarmerLife
{
    /// <summary>Null for an event of another area.</summary>
    public static FarmerState? ApplyLife(this FarmerState s, FarmerEvent e) => e switch
    {
        FarmerRegistered r => new FarmerState
        {
            Id = r.FarmerId,
            PoolerId = r.PoolerId,
            CustodialWallet = r.CustodialWallet,
            PayoutWallet = r.PayoutWallet,
            StakePercentage = r.StakePercentage,
            TokenHash = r.TokenHash,
            Status = FarmerStatus.AwaitingFunding,
        },
        TrustlineSubmitted t => s.Open(new OpenAct(ActKind.Trustline, 0, 0, t.Act)),
        TrustlineSettled { Result: ActResult.Success } => s.Close(ActKind.Trustline, 0) with { Status = FarmerStatus.Active, WasActive = true },
        TrustlineSettled => s.Close(ActKind.Trustline, 0),
        FarmerActivated => s with { Status = FarmerStatus.Active, WasActive = true },
        FarmerSeated f => s with { IsSeated = true, ShareRate = f.RewardShare, ShareWallet = f.ShareWallet },
        FarmerUnseated => s with { IsSeated = false },
        StakeChanged c => s with { StakePercentage = c.StakePercentage },
        FarmerPaused p => s with { PausedBy = p.By },
        FarmerResumed => s with { PausedBy = null },
        _ => null,
    };
}
