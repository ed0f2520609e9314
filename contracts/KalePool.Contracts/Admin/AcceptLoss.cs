namespace KalePool.Contracts.Admin;

/// <summary>The operator answers for KALE that has left a wallet and of which nothing tells where to.</summary>
/// <param name="Loss">Stroops: all of it, as the farmer's problem states it.</param>
/// <param name="Reason">What he found, 1 to 500 characters.</param>
/// <param name="PayoutsMade">How many payouts the chain knows, where the journal has lost some; absent: as many as the journal.</param>
public sealed record AcceptLossRequest(long Loss, string Reason, int? PayoutsMade = null);
