using KalePool.Devnet.Host;
using KalePool.Devnet.Queue;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet;

/// <summary>The chain as one server of it knows it: what the methods of RPC are answered from.</summary>
public interface IChainNode
{
    DevnetSettings Settings { get; }

    Network Network { get; }

    NativeContracts Contracts { get; }

    ChainView View { get; }

    /// <summary>Unix seconds now, by its clock.</summary>
    ulong Now();

    /// <summary>Offers a transaction to its queue.</summary>
    QueueAnswer Submit(TransactionEnvelope envelope);
}
