namespace KalePool.Demo.Run;

/// <summary>A registered farmer. The token is his alone.</summary>
public sealed record Farmer(Guid Id, string CustodialWallet, string PayoutWallet, string Token);
