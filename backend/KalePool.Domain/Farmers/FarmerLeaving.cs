namespace KalePool.Domain.Farmers;

/// <summary>From the wish to leave to the closed wallet: as events change it.</summary>
static class FarmerLeaving
{
    /// <summary>Null for an event of another area.</summary>
    public static FarmerState? ApplyLeaving(this FarmerState s, FarmerEvent e) => e switch
    {
        // An active farmer who was not told of his seat yet may have one all the same.
        LeavingStarted l => s with { Status = FarmerStatus.Leaving, IsSeated = s.WasActive, LeavingSince = l.At },
        ExitSubmitted x => s.Open(new OpenAct(ActKind.Exit, 0, 0, x.Act, new Payment(x.PayoutWallet, x.KaleStroops, x.ShareWallet, x.ShareStroops, x.ForgoneShareStroops))) with { ExitWasSent = true },
        ExitSettled x => Settle(s, x),
        ExitRefused x => s with { LeavingFailure = x.Failure },
        FarmerDeparted => s with { Status = FarmerStatus.Departed, LeavingFailure = null },
        KeyExported => s,
        _ => null,
    };

    static FarmerState Settle(FarmerState s, ExitSettled x)
    {
        var closed = s.Close(ActKind.Exit, 0);
        if (x.Result != ActResult.Success) return closed with { LeavingFailure = x.Failure ?? s.LeavingFailure };
        var paid = closed.Pay(new Payment(x.PayoutWallet ?? s.PayoutWallet, x.KaleStroops, x.ShareWallet, x.ShareStroops, x.ForgoneShareStroops));
        if (paid.OwedShareStroops != 0) throw new InvalidOperationException($"farmer {s.Id}: gone while {paid.OwedShareStroops} are owed to the pooler");
        return paid with { Status = FarmerStatus.Departed, LeavingFailure = null, ExitHash = x.TransactionHash };
    }
}
