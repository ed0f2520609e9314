using KalePool.Devnet.Rpc;

namespace KalePool.Simulation.Chain;

/// <summary>Devnet's JSON-RPC, called without a network.</summary>
sealed class DevnetRpc(Devnet.Chain chain)
{
    readonly JsonRpcDispatcher _rpc = JsonRpcDispatcher.Of(chain);

    public byte[] Ask(byte[] request) => _rpc.Answer(request) ?? [];
}
