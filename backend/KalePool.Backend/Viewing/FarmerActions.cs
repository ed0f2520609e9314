using KalePool.Backend.Api;
using KalePool.Contracts.Farmers;
using KalePool.Domain.Farmers;
using KalePool.Pages.Ports;

namespace KalePool.Backend.Viewing;

/// <summary>A farmer's wishes from his page, by the way that the API's take.</summary>
sealed class FarmerActions(FarmerWishes wishes, Pool pool, FarmerViews views) : IFarmerActions
{
    /// <summary>A page does not wait longer for a trustline; it can be loaded again.</summary>
    static readonly TimeSpan FundingWait = TimeSpan.FromSeconds(10);

    public Task<Answer<FarmerView>> ChangeAsync(Guid id, ChangeFarmerRequest request, CancellationToken stop) => ViewAsync(_ => wishes.ChangeAsync(id, request), id, stop);

    public Task<Answer<FarmerView>> ConfirmFundingAsync(Guid id, CancellationToken stop) => ViewAsync(farmer => wishes.ConfirmFundingAsync(farmer, FundingWait), id, stop);

    public Task<Answer<FarmerView>> LeaveAsync(Guid id, CancellationToken stop) => ViewAsync(_ => wishes.LeaveAsync(id), id, stop);

    public Task<Answer<ChallengeResponse>> ChallengeAsync(ChallengeRequest request, CancellationToken stop) => Answering.AskAsync(() => wishes.ChallengeAsync(request, stop));

    public Task<Answer<FarmerView>> ChangePayoutWalletAsync(Guid id, ChangePayoutWalletRequest request, CancellationToken stop) =>
        ViewAsync(farmer => wishes.ChangePayoutWalletAsync(farmer, request, stop), id, stop);

    public Task<Answer<FarmerView>> CancelPayoutWalletAsync(Guid id, CancelPayoutWalletRequest request, CancellationToken stop) =>
        ViewAsync(farmer => wishes.CancelPayoutWalletAsync(farmer, request), id, stop);

    Task<Answer<FarmerView>> ViewAsync(Func<FarmerStanding, Task<FarmerStanding>> ask, Guid id, CancellationToken stop) =>
        Answering.AskAsync(async () => await views.OfAsync(await ask(await pool.ExistingFarmerAsync(id)), stop));
}
