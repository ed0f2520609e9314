using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>How a call ended.</summary>
public abstract record KaleOutcome
{
    KaleOutcome()
    {
    }

    public sealed record Done(SCVal ReturnValue, KaleChanges Changes) : KaleOutcome;

    /// <summary>Refused by the contract: nothing has changed.</summary>
    public sealed record Refused(KaleError Error) : KaleOutcome;

    /// <summary>Stopped by the host: nothing has changed.</summary>
    public sealed record Trapped(SCError Error) : KaleOutcome;
}
