namespace KalePool.Contracts.Farmers;

/// <param name="PayoutWallet">G… strkey that leaving pays to.</param>
/// <param name="StakePercentage">0 to 1, at most four digits after the point; 0.5 when left out.</param>
public sealed record RegisterFarmerRequest(Guid PoolerId, string PayoutWallet, decimal? StakePercentage = null);

/// <param name="MinimumXlm">Stroops of XLM to send to <paramref name="CustodialWallet"/>.</param>
/// <param name="FarmerToken">Shown this once.</param>
public sealed record RegisterFarmerResponse(Guid FarmerId, string CustodialWallet, bool NeedsFunding, long MinimumXlm, string FarmerToken);

public sealed record ConfirmFundingRequest(Guid FarmerId);

/// <param name="Status">active, or (202) awaiting_funding while the trustline is under way.</param>
public sealed record ConfirmFundingResponse(string Status, string CustodialWallet);
