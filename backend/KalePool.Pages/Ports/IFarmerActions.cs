using KalePool.Contracts.Farmers;

namespace KalePool.Pages.Ports;

/// <summary>What a farmer may do on his own page; each goes the way of the API's route of the same name.</summary>
public interface IFarmerActions
{
    Task<Answer<FarmerView>> ChangeAsync(Guid id, ChangeFarmerRequest request, CancellationToken stop);

    Task<Answer<FarmerView>> ConfirmFundingAsync(Guid id, CancellationToken stop);

    Task<Answer<FarmerView>> LeaveAsync(Guid id, CancellationToken stop);

    /// <summary>A text for the present payout wallet to sign.</summary>
    Task<Answer<ChallengeResponse>> ChallengeAsync(ChallengeRequest request, CancellationToken stop);

    Task<Answer<FarmerView>> ChangePayoutWalletAsync(Guid id, ChangePayoutWalletRequest request, CancellationToken stop);

    Task<Answer<FarmerView>> CancelPayoutWalletAsync(Guid id, CancelPayoutWalletRequest request, CancellationToken stop);
}
