using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk;

/// <summary>Acts as calls of any RPC server.</summary>
static class WalkRpc
{
    /// <returns>The method's answer.</returns>
    public static async Task<object> AskAsync(this IStellarRpc rpc, WalkRequest request) => request switch
    {
        WalkRequest.Send send => await rpc.SendAsync(send.Envelope),
        WalkRequest.Simulate simulate => await rpc.SimulateTransactionAsync(new SimulateTransactionRequest(simulate.Envelope.ToBase64(), UseUpgradedAuth: simulate.UpgradedAuth)),
        WalkRequest.Find find => await rpc.FindTransactionAsync(find.Hash),
        _ => throw new ArgumentException(request.GetType().Name, nameof(request)),
    };
}
