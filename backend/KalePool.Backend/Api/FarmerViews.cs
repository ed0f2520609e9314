using KalePool.Backend.Chain;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Farmers;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Rpc;

namespace KalePool.Backend.Api;

/// <summary>A farmer for his own eyes and the operator's, balances as the chain has them now.</summary>
sealed class FarmerViews(FarmWatch watch, IStellarRpc rpc, WalletNeeds needs)
{
    /// <exception cref="ApiException">503: the chain cannot be asked.</exception>
    public async Task<FarmerView> OfAsync(FarmerStanding farmer, CancellationToken cancellation)
    {
        if (watch.Deployment is not { } deployment) throw Unavailable(watch.Trouble ?? "it has not answered yet");
        try
        {
            var wallet = await WalletReading.ReadAsync(rpc, deployment, farmer.CustodialWallet, 0, [], cancellation);
            return new FarmerView(
                farmer.FarmerId, farmer.PoolerId, farmer.CustodialWallet, farmer.PayoutWallet, StatusOf(farmer.Status), farmer.StakePercentage,
                wallet.TrustLine?.Balance ?? 0, wallet.Account?.Balance ?? 0, farmer.OwedShareStroops, NextActions(farmer, wallet),
                farmer.PausedBy, ProblemOf(farmer.LeavingFailure), farmer.ExitHash, farmer.PayoutThresholdStroops,
                farmer.LastPayout is { } p ? new PayoutView(p.KaleStroops, p.TransactionHash, p.At) : null, ProblemOf(farmer.PayoutFailure), WaitingOf(farmer),
                farmer.OpenCompensations is { } owed ? [.. owed.Select(c => new OpenCompensation(c.Block, c.Type, c.OwedBy, c.AmountStroops, c.OpenStroops))] : null);
        }
        catch (RpcException e)
        {
            throw Unavailable(e.Message);
        }
    }

    /// <summary>Null where no change of the payout wallet waits.</summary>
    public static WaitingPayoutWallet? WaitingOf(FarmerStanding farmer) => farmer.PayoutChange is { } change ? new(change.PayoutWallet, change.EffectiveAt) : null;

    public static string StatusOf(FarmerStatus status) => status switch
    {
        FarmerStatus.AwaitingFunding => FarmerStatusName.AwaitingFunding,
        FarmerStatus.Active => FarmerStatusName.Active,
        FarmerStatus.Leaving => FarmerStatusName.Leaving,
        FarmerStatus.Departed => FarmerStatusName.Departed,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "no status to show"),
    };

    static LeavingProblem? ProblemOf(Failure? failure) => failure is { } f ? new LeavingProblem(f.Code, f.Message, f.AttributedTo) : null;

    string[] NextActions(FarmerStanding farmer, WalletReading wallet) => farmer.Status switch
    {
        FarmerStatus.AwaitingFunding when (wallet.Account?.Balance ?? 0) < FeePolicy.MinimumXlm => ["fund_wallet"],
        FarmerStatus.AwaitingFunding => ["confirm_funding"],
        FarmerStatus.Active when wallet.AvailableXlm < needs.LeastToPlant => ["fund_wallet"],
        FarmerStatus.Active when farmer.PayoutFailure is { Code: ErrorCode.PayoutNoTrustline, AttributedTo: Attribution.Farmer } => ["add_payout_trustline"],
        FarmerStatus.Leaving when farmer.LeavingFailure is { Code: ErrorCode.PayoutNoTrustline } => ["add_payout_trustline"],
        FarmerStatus.Leaving when farmer.LeavingFailure is { Code: ErrorCode.InsufficientXlm } => ["fund_wallet"],
        _ => [],
    };

    static ApiException Unavailable(string reason) => new(StatusCodes.Status503ServiceUnavailable, ErrorCode.ChainUnavailable, $"the chain cannot be asked: {reason}");
}
