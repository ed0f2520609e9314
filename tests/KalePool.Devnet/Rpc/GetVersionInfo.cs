namespace KalePool.Devnet.Rpc;

sealed class GetVersionInfo(IChainNode node) : IRpcMethod
{
    sealed record Answer(string Version, string CommitHash, string BuildTimestamp, string CaptiveCoreVersion, uint ProtocolVersion);

    public string Name => "getVersionInfo";

    public object Handle(RpcParams given) => new Answer(
        $"{node.Settings.ProtocolVersion}.0.0-kalepool-devnet", new string('0', 40), "2026-01-01T00:00:00", "kalepool-devnet", node.Settings.ProtocolVersion);
}
