namespace KalePool.Devnet.Rpc;

sealed class GetNetwork(IChainNode node, Func<string> friendbotUrl) : IRpcMethod
{
    sealed record Answer(string FriendbotUrl, string Passphrase, uint ProtocolVersion);

    public string Name => "getNetwork";

    public object Handle(RpcParams given) => new Answer(friendbotUrl(), node.Settings.Passphrase, node.Settings.ProtocolVersion);
}
