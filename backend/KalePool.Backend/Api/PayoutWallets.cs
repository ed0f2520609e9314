using KalePool.Backend.Chain;
using KalePool.Backend.Custody;
using KalePool.Contracts.Errors;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;

namespace KalePool.Backend.Api;

/// <summary>Which wallets may be paid to.</summary>
public sealed class PayoutWallets(WalletKeys keys, FarmWatch watch)
{
    const string Field = "payout_wallet";

    /// <exception cref="ApiException">It is no account's address, the issuer's, or one of ours; or who the issuer is is not known yet.</exception>
    public async Task RequireUsableAsync(string wallet, CancellationToken cancellation)
    {
        if (!StrKey.IsValid(StrKeyKind.Account, wallet)) throw ApiException.Invalid(Field, "an account's address (G…) expected");
        var deployment = watch.Deployment
            ?? throw new ApiException(StatusCodes.Status503ServiceUnavailable, ErrorCode.ChainUnavailable, $"the chain cannot be asked: {watch.Trouble ?? "it has not answered yet"}");
        if (Addresses.ToText(deployment.Issuer) == wallet) throw ApiException.Invalid(Field, "KALE's issuer cannot hold KALE");
        if (await keys.IsOursAsync(wallet, cancellation)) throw ApiException.Invalid(Field, "a wallet of the farmer's own expected, not a custodial one");
    }
}
