namespace KalePool.Contracts.Farmers;

/// <param name="PayoutWallet">G… strkey that leaving pays to.</param>
/// <param name="StakePercentage">0 to 1, at most four digits after the point; 0.5 when left out.</param>
public sealed record RegisterFarmerRequest(Guid PoolerId, string PayoutWallet, decimal? StakePercentage = null);

/// <param name="MinimumXlm">Stroops of XLM to send to <paramref name="CustodialWallet"/>.</param>
/// <param name="FarmerToken">Shown this once.</param>
public sealed record RegisterFarmerResponse(Guid FarmerId, string CustodialWallet, bool NeedsFunding, long MinimumXlm, string FarmerToken)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{nameof(RegisterFarmerResponse)} {FarmerId:D} {CustodialWallet}";
}

/// <summary>What a farmer may change; what is left out stays.</summary>
/// <param name="StakePercentage">0 to 1, at most four digits after the point; from the next plant on.</param>
/// <param name="PayoutThreshold">Stroops above which what is not staked next is paid out; 0: only when he leaves.</param>
public sealed record ChangeFarmerRequest(decimal? StakePercentage = null, long? PayoutThreshold = null);

/// <param name="SecretKey">S… strkey of the departed farmer's wallet.</param>
public sealed record ExportKeyResponse(Guid FarmerId, string CustodialWallet, string SecretKey)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{nameof(ExportKeyResponse)} {FarmerId:D} {CustodialWallet}";
}

public sealed record ConfirmFundingRequest(Guid FarmerId);

/// <param name="Status">active, or (202) awaiting_funding while the trustline is under way.</param>
public sealed record ConfirmFundingResponse(string Status, string CustodialWallet);
