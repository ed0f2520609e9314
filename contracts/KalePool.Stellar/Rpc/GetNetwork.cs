namespace KalePool.Stellar.Rpc;

/// <param name="FriendbotUrl">Funds new accounts; absent on the public network.</param>
public sealed record GetNetworkResponse(string Passphrase, uint ProtocolVersion, string? FriendbotUrl = null);
