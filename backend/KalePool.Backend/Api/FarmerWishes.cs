using KalePool.Backend.Custody;
using KalePool.Contracts.Farmers;
using KalePool.Domain.Farmers;

namespace KalePool.Backend.Api;

/// <summary>What a farmer may ask for, checked field by field: the one way in of API and pages. Whether he is the farmer is for the caller to know.</summary>
sealed class FarmerWishes(Pool pool, Challenges challenges, PayoutWallets wallets)
{
    /// <exception cref="ApiException">A field is wrong, or the farmer refused.</exception>
    public async Task<FarmerStanding> ChangeAsync(Guid id, ChangeFarmerRequest request)
    {
        if (request is { StakePercentage: null, PayoutThreshold: null }) throw ApiException.Invalid("stake_percentage, payout_threshold", "at least one of them expected");
        if (request.StakePercentage is { } wrong && !StakeRule.IsPercentage(wrong)) throw ApiException.Invalid("stake_percentage", "0 to 1 with at most four digits after the point expected");
        if (request.PayoutThreshold is < 0) throw ApiException.Invalid("payout_threshold", "stroops above 0, or 0 for no payouts, expected");
        FarmerStanding? farmer = null;
        if (request.StakePercentage is { } percentage) farmer = await pool.CommandAsync(new ChangeStake(id, percentage));
        if (request.PayoutThreshold is { } threshold) farmer = await pool.CommandAsync(new ChangePayoutThreshold(id, threshold == 0 ? null : threshold));
        return farmer!;
    }

    /// <summary>As he was, where the trustline is still under way when the wait is over.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    public async Task<FarmerStanding> ConfirmFundingAsync(FarmerStanding farmer, TimeSpan wait)
    {
        try
        {
            return await pool.CommandAsync(new ConfirmFunding(farmer.FarmerId), Waiting.GiveUpAfter(wait));
        }
        catch (Akka.Actor.AskTimeoutException)
        {
            return farmer;
        }
    }

    /// <inheritdoc cref="ChangeAsync"/>
    public Task<FarmerStanding> LeaveAsync(Guid id) => pool.CommandAsync(new Leave(id));

    /// <summary>A text for the present payout wallet to sign.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    public async Task<ChallengeResponse> ChallengeAsync(ChallengeRequest request, CancellationToken stop)
    {
        var purpose = request.Purpose switch
        {
            ChallengePurposeName.Token => ChallengePurpose.Token,
            ChallengePurposeName.PayoutWallet => ChallengePurpose.PayoutWallet,
            ChallengePurposeName.CancelPayoutWallet => ChallengePurpose.CancelPayoutWallet,
            _ => throw ApiException.Invalid("purpose", "token, payout_wallet or cancel_payout_wallet expected"),
        };
        if (purpose == ChallengePurpose.PayoutWallet != request.PayoutWallet is not null) throw ApiException.Invalid("payout_wallet", "expected with purpose payout_wallet alone");
        if (request.PayoutWallet is { } wallet) await wallets.RequireUsableAsync(wallet, stop);
        var farmer = await pool.ExistingFarmerAsync(request.FarmerId);
        var (text, expiresAt) = challenges.Make(purpose, farmer, request.PayoutWallet);
        return new ChallengeResponse(text, expiresAt);
    }

    /// <summary>In force at once where it is signed, else it waits.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    public async Task<FarmerStanding> ChangePayoutWalletAsync(FarmerStanding farmer, ChangePayoutWalletRequest request, CancellationToken stop)
    {
        await wallets.RequireUsableAsync(request.PayoutWallet, stop);
        var proof = request.Signature is { } signature && request.PayoutWallet != farmer.PayoutWallet
            ? Proof(ChallengePurpose.PayoutWallet, farmer, request.PayoutWallet, signature)
            : null;
        return await pool.CommandAsync(new ChangePayoutWallet(farmer.FarmerId, request.PayoutWallet, proof));
    }

    /// <inheritdoc cref="ChangeAsync"/>
    public Task<FarmerStanding> CancelPayoutWalletAsync(FarmerStanding farmer, CancelPayoutWalletRequest request) =>
        pool.CommandAsync(new CancelPayoutChange(farmer.FarmerId, Proof(ChallengePurpose.CancelPayoutWallet, farmer, null, request.Signature)));

    /// <exception cref="ApiException">403: it is none.</exception>
    public WalletProof Proof(ChallengePurpose purpose, FarmerStanding farmer, string? newWallet, string signature) =>
        challenges.Check(purpose, farmer, newWallet, signature)
        ?? throw ApiException.Forbidden("signature: not one of the present payout wallet over a challenge that is still good: ask for another one and sign it as it stands");
}
