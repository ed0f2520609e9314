namespace KalePool.Stellar.Rpc;

public sealed record GetVersionInfoResponse(string Version, string CommitHash, string BuildTimestamp, string CaptiveCoreVersion, uint ProtocolVersion);
