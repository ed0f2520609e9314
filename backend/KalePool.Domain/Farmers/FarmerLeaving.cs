namespace KalePool.Domain.Farmers;

/// <summary>From the wish to leave to the closed wallet: as events change it.</summary>
static class FarmerLeaving
{
    /// <summary>Null for an event of another area.</summary>
    public static FarmerState? ApplyLeaving(this FarmerState s, FarmerEvent e) => e switch
    {
        // An active farmer who was not told of his seat yet may have one all the same.
        LeavingStarted => s with { Status = FarmerStatus.Leaving, IsSeated = s.WasActive },
        ExitSubmitted x => s.Open(new OpenAct(ActKind.Exit, 0, x.KaleStroops, x.Act)) with { ExitWasSent = true },
        ExitSettled x => Settle(s, x),
        ExitRefused x => s with { LeavingFailure = x.Failure },
        FarmerDeparted => s with { Status = FarmerStatus.Departed, LeavingFailure = null },
        KeyExported => s,
        _ => null,
    };

    static FarmerState Settle(FarmerState s, ExitSettled x)
    {
        var closed = s.Close(ActKind.Exit, 0);
        return x.Result == ActResult.Success
            ? closed with { Status = FarmerStatus.Departed, BalanceStroops = checked(s.BalanceStroops - x.KaleStroops), LeavingFailure = null, ExitHash = x.TransactionHash }
            : closed with { LeavingFailure = x.Failure ?? s.LeavingFailure };
    }
}
