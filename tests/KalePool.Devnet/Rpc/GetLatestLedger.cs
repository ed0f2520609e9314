using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rpc;

sealed class GetLatestLedger(IChainNode node) : IRpcMethod
{
    sealed record Answer(string Id, uint ProtocolVersion, uint Sequence, string CloseTime, string HeaderXdr, string MetadataXdr);

    public string Name => "getLatestLedger";

    public object Handle(RpcParams given)
    {
        var latest = node.View.History.Latest;
        return new Answer(
            latest.Hash.ToHex(), latest.Header.LedgerVersion, latest.Sequence, $"{latest.CloseTime}", latest.Header.ToBase64(), latest.Meta().ToBase64());
    }
}
