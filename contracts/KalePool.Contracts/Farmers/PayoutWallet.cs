namespace KalePool.Contracts.Farmers;

/// <summary>What a challenge is for.</summary>
public static class ChallengePurposeName
{
    /// <summary>A new farmer token.</summary>
    public const string Token = "token";

    /// <summary>Another payout wallet, at once.</summary>
    public const string PayoutWallet = "payout_wallet";

    /// <summary>Cancels a change that waits.</summary>
    public const string CancelPayoutWallet = "cancel_payout_wallet";
}

/// <param name="Purpose">One of <see cref="ChallengePurposeName"/>.</param>
/// <param name="PayoutWallet">The new one (G…), for purpose payout_wallet alone.</param>
public sealed record ChallengeRequest(Guid FarmerId, string Purpose, string? PayoutWallet = null);

/// <param name="Challenge">To be signed as it stands by the present payout wallet, as SEP-53 says.</param>
/// <param name="ExpiresAt">Nothing signed is good from then on; it is good for one use.</param>
public sealed record ChallengeResponse(string Challenge, DateTimeOffset ExpiresAt);

/// <param name="Signature">Of a challenge of purpose token, 64 bytes in base64 or hex.</param>
public sealed record NewTokenRequest(Guid FarmerId, string Signature);

/// <param name="FarmerToken">Shown this once; the one before is refused from now on.</param>
public sealed record NewTokenResponse(Guid FarmerId, string FarmerToken)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{nameof(NewTokenResponse)} {FarmerId:D}";
}

/// <param name="PayoutWallet">G….</param>
/// <param name="Signature">Of a challenge of purpose payout_wallet; without it the change waits.</param>
public sealed record ChangePayoutWalletRequest(string PayoutWallet, string? Signature = null);

/// <param name="Signature">Of a challenge of purpose cancel_payout_wallet.</param>
public sealed record CancelPayoutWalletRequest(string Signature);

/// <param name="PayoutWallet">The one in force.</param>
public sealed record PayoutWalletView(Guid FarmerId, string PayoutWallet, WaitingPayoutWallet? Waiting = null);

/// <summary>Asked for without a signature; the present payout wallet's signature cancels it.</summary>
/// <param name="EffectiveAt">From then on it is in force.</param>
public sealed record WaitingPayoutWallet(string PayoutWallet, DateTimeOffset EffectiveAt);
