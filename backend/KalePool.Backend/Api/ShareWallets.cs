using KalePool.Backend.Chain;
using KalePool.Contracts.Errors;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;

namespace KalePool.Backend.Api;

/// <summary>Whether a pooler can be paid his share.</summary>
sealed class ShareWallets(FarmWatch watch, IStellarRpc rpc)
{
    /// <exception cref="RpcException">The chain cannot be asked.</exception>
    public async Task<bool> CanReceiveAsync(string publicKey, CancellationToken cancellation) =>
        watch.Deployment is not { } deployment || (await WalletReading.ReadAsync(rpc, deployment, publicKey, 0, [], cancellation)).TrustLine is { } line && line.IsAuthorized();

    /// <exception cref="ApiException">409: it has no usable KALE trustline; 503: the chain cannot be asked.</exception>
    public async Task RequireAsync(string publicKey, CancellationToken cancellation)
    {
        if (watch.Deployment is null) throw Unavailable(watch.Trouble ?? "it has not answered yet");
        try
        {
            if (!await CanReceiveAsync(publicKey, cancellation))
                throw new ApiException(StatusCodes.Status409Conflict, ErrorCode.NoTrustline, "public_key: the account has no usable KALE trustline, so it cannot receive a share");
        }
        catch (RpcException e)
        {
            throw Unavailable(e.Message);
        }
    }

    static ApiException Unavailable(string reason) => new(StatusCodes.Status503ServiceUnavailable, ErrorCode.ChainUnavailable, $"the chain cannot be asked: {reason}");
}
