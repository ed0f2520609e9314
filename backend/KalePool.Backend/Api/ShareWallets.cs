using KalePool.Backend.Chain;
using KalePool.Contracts.Errors;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;

namespace KalePool.Backend.Api;

/// <summary>Whether a pooler can be paid his share.</summary>
sealed class ShareWallets(FarmWatch watch, IStellarRpc rpc)
{
    /// <exception cref="ApiException">409: it has no usable KALE trustline; 503: the chain cannot be asked.</exception>
    public async Task RequireAsync(string publicKey, CancellationToken cancellation)
    {
        if (watch.Deployment is not { } deployment) throw Unavailable(watch.Trouble ?? "it has not answered yet");
        try
        {
            var wallet = await WalletReading.ReadAsync(rpc, deployment, publicKey, 0, [], cancellation);
            if (wallet.TrustLine is null || !wallet.TrustLine.IsAuthorized())
                throw new ApiException(StatusCodes.Status409Conflict, ErrorCode.NoTrustline, "public_key: the account has no usable KALE trustline, so it cannot receive a share");
        }
        catch (RpcException e)
        {
            throw Unavailable(e.Message);
        }
    }

    static ApiException Unavailable(string reason) => new(StatusCodes.Status503ServiceUnavailable, ErrorCode.ChainUnavailable, $"the chain cannot be asked: {reason}");
}
