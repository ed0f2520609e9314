namespace KalePool.Devnet.Rpc;

sealed class GetNetwork(Chain chain, Func<string> friendbotUrl) : IRpcMethod
{
    sealed record Answer(string FriendbotUrl, string Passphrase, uint ProtocolVersion);

    public string Name => "getNetwork";

    public object Handle(RpcParams given) => new Answer(friendbotUrl(), chain.Settings.Passphrase, chain.Settings.ProtocolVersion);
}
