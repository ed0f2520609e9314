namespace KalePool.Domain.Farmers;

/// <summary>That the owner of a wallet has signed a challenge which was made for this very command; the signature is checked by whoever makes the command.</summary>
/// <param name="Wallet">Whose signature it is, G….</param>
/// <param name="Number">How many challenges the farmer had used when it was made: each use makes those before worthless.</param>
public sealed record WalletProof(string Wallet, int Number, DateTimeOffset ExpiresAt);
